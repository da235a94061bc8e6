/** What the answer to a trigger's POST tells about the run (design/trigger-once.md, step 5). */
export type TriggerAnswer =
  /** The request never left, or was refused for now (429): wait, then send again. */
  | { kind: 'not-sent'; retryAfterMs: number | null }
  /** The experiment name is taken: a run of ours may own it. */
  | { kind: 'name-taken' }
  /** Refused because the window holds no data. */
  | { kind: 'no-data' }
  /** Refused for good. */
  | { kind: 'refused' }
  /** A run may exist. */
  | { kind: 'ambiguous' };

/** A failed trigger as the workflow sees it: the failure's type, or null where the activity itself timed out or died. */
export interface TriggerFailure {
  type: string | null;
  retryAfterMs: number | null;
}

/** Sorts a failed trigger. Whatever is not known to have been refused or unsent is ambiguous. */
export function sortTriggerFailure(failure: TriggerFailure): TriggerAnswer {
  switch (failure.type) {
    case 'AxNotSent':
    case 'AxRateLimit':
      return { kind: 'not-sent', retryAfterMs: failure.retryAfterMs };
    case 'AxConflict':
      return { kind: 'name-taken' };
    case 'AxNoData':
      return { kind: 'no-data' };
    case 'AxInvalidRequest':
    case 'AxAuthentication':
    case 'AxForbidden':
    case 'AxNotFound':
    case 'AxUnprocessable':
    case 'AxUnexpectedStatus':
    case 'InvalidInput':
    case 'AmbiguousName':
      return { kind: 'refused' };
    default:
      return { kind: 'ambiguous' };
  }
}

const BASE_DELAY_MS = 2000;
const MAX_DELAY_MS = 5 * 60_000;

/** The delay before a request that was not sent is tried again: Retry-After, else doubling from two seconds. */
export function resendDelayMs(failuresInARow: number, retryAfterMs: number | null): number {
  if (retryAfterMs !== null) return Math.max(1000, retryAfterMs);
  return Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** Math.min(16, Math.max(0, failuresInARow - 1)));
}
