/** What the answer to a trigger's POST tells about the run (design/trigger-once.md, step 5). */
export type TriggerAnswer =
  /** The request never left, or was refused for now (429): wait, then send again. */
  | { kind: 'not-sent'; retryAfterMs: number | null }
  /** Refused for now since the task is busy, or for good since the experiment's name is taken. No run is ours by it. */
  | { kind: 'conflict' }
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
      return { kind: 'conflict' };
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

/** Conflicts in a row with a task that no run keeps busy, after which the trigger counts as refused: about a minute. */
export const CONFLICTS_BORNE = 6;

const BASE_DELAY_MS = 2000;
const MAX_DELAY_MS = 5 * 60_000;

/** The delay before a request that was not sent is tried again: Retry-After, else doubling from two seconds. */
export function resendDelayMs(failuresInARow: number, retryAfterMs: number | null): number {
  if (retryAfterMs !== null) return Math.max(1000, retryAfterMs);
  return Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** Math.min(16, Math.max(0, failuresInARow - 1)));
}
