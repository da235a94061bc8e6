/** Bounds of one HTTP exchange. Times in milliseconds, sizes in bytes. */
export interface Limits {
  /** Name resolution, TCP and TLS together. */
  connectMs: number;
  /** From the request's last byte to the answer's head. */
  headersMs: number;
  /** Between two pieces of the answer's body. */
  bodyMs: number;
  /** The whole exchange, waiting for a connection included. */
  requestMs: number;
  maxResponseBytes: number;
}

export const DEFAULT_LIMITS: Limits = {
  connectMs: 10_000,
  headersMs: 30_000,
  bodyMs: 30_000,
  requestMs: 60_000,
  maxResponseBytes: 16 * 1024 * 1024,
};

/** For activities: whole requests end within this, so well before an activity's own timeout of 45 s and a worker's grace time. */
export const WORKER_LIMITS = {
  headersMs: 20_000,
  bodyMs: 20_000,
  requestMs: 30_000,
} as const satisfies Partial<Limits>;

/** What is wrong with given limits, in words. */
export function limitProblems(limits: Partial<Limits>): string[] {
  return Object.entries(limits)
    .filter(([, value]) => !(Number.isSafeInteger(value) && value > 0 && value <= 2 ** 31 - 1))
    .map(([name, value]) => `limit ${name} must be a whole number above 0 (got ${String(value)})`);
}
