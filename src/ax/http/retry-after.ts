const SECONDS = /^\d{1,9}(\.\d{1,6})?$/;
// The three date forms of HTTP: RFC 1123, RFC 850, asctime. Date.parse alone would take much else for a date.
const HTTP_DATE =
  /^((Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT|[A-Z][a-z]+day, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT|(Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4})$/;
// Nobody means a longer one; obeyed, it would hold a run back for days.
const MAX_WAIT_MS = 60 * 60 * 1000;

/**
 * Milliseconds that a `Retry-After` header asks to wait: whole seconds or an HTTP date (one in the past is 0).
 * Undefined for anything else, and for more than an hour: garbage means unknown (contract section 1.2).
 * `nowMs` is the server's clock where it said one, so that ours may be off.
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
