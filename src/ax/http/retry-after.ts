const SECONDS = /^\d{1,9}(\.\d{1,6})?$/;
// The three date forms of HTTP: RFC 1123, RFC 850, asctime. Date.parse alone would take much else for a date.
const HTTP_DATE =
  /^((Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT|[A-Z][a-z]+day, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT|(Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4})$/;
// Nobody intends a longer one, and it would delay a run for days.
const MAX_WAIT_MS = 60 * 60 * 1000;

/**
 * The wait in milliseconds that a `Retry-After` header asks for: seconds, or an HTTP date (0 if it is in the past).
 * Undefined for anything else and for more than an hour (docs/api-contract.md 1.2). `nowMs` is the server's clock if
 * it sent a `Date`, so that this machine's clock may be wrong.
 */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  const text = header?.trim() ?? '';
  const waitMs = SECONDS.test(text) ? Math.ceil(Number(text) * 1000) : httpDateMs(text) - nowMs;
  if (Number.isNaN(waitMs) || waitMs > MAX_WAIT_MS) return undefined;
  return Math.max(0, waitMs);
}

/** The instant of an HTTP date in milliseconds since 1970, or NaN. */
export function httpDateMs(text: string): number {
  if (!HTTP_DATE.test(text)) return Number.NaN;
  return Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
}

/**
 * The time until which the client sends nothing, because the service asked for it (Retry-After). It uses the monotonic
 * clock, so that a change of the system clock neither ends the wait early nor extends it.
 */
export class Backoff {
  #untilMs = 0;

  /** Waits at least `waitMs` from now; a longer wait stays in force. */
  atLeast(waitMs: number): void {
    this.#untilMs = Math.max(this.#untilMs, performance.now() + waitMs);
  }

  /** Whole milliseconds until requests may be sent again; 0 if they may be sent now. */
  get leftMs(): number {
    return Math.max(0, Math.ceil(this.#untilMs - performance.now()));
  }
}
