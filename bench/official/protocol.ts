export const OFFICIAL_READY = 'official client ready';

/** Runs to wait for, each by a call of its own. */
export interface WaitOrder {
  readonly runIds: readonly string[];
  /** The client's own default when absent. */
  readonly pollIntervalMs?: number;
}

/** A wait that has ended, at that moment in milliseconds since 1970. */
export interface WaitEnd {
  readonly runId: string;
  readonly endedMs: number;
}
