import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { isAxError } from '../../ax/base/errors.js';
import type { AxError } from '../../ax/base/errors.js';
import { FAILURES } from '../../model/temporal/failure-types.js';
import type { FailureType } from '../../model/temporal/failure-types.js';

/** What a failure tells workflows and people beside its message. Never a header, a key or a body of ours. */
export interface FailureDetails {
  status: number | null;
  requestId: string | null;
  /** Null: the service named no time. */
  retryAfterMs: number | null;
}

/** The longest Retry-After that is obeyed within one activity; a longer one fails the attempt's activity soon enough. */
const MAX_RETRY_AFTER_MS = 60 * 60_000;

/**
 * The durable failure for an error: its type is stable, Temporal knows whether to retry, and Retry-After becomes the
 * delay of the next attempt (design/run.md). Failures pass through; anything unknown stays what it is, retryable.
 */
export function toFailure(error: unknown): unknown {
  if (!isAxError(error)) return error;
  return ApplicationFailure.create({
    message: error.message,
    type: error.kind,
    nonRetryable: !FAILURES[error.kind].retryable,
    details: [detailsOf(error)],
    ...(error.retryAfterMs === null ? {} : { nextRetryDelay: clampDelayMs(error.retryAfterMs) }),
  });
}

/** A failure of our own making. */
export function failure(type: FailureType, message: string): ApplicationFailure {
  return ApplicationFailure.create({ message, type, nonRetryable: !FAILURES[type].retryable });
}

/** Not an error: the run is active and the next poll is due after `delayMs`. Benign, so that it alarms nobody. */
export function stillRunning(message: string, delayMs: number): ApplicationFailure {
  return ApplicationFailure.create({
    message,
    type: 'StillRunning' satisfies FailureType,
    nextRetryDelay: delayMs,
    category: ApplicationFailureCategory.BENIGN,
  });
}

/** Leaves a request to the ordinary activity that takes over from a local one: the rate limit does not count local ones. */
export function notLocally(): ApplicationFailure {
  return ApplicationFailure.create({
    message: 'not sent from a local activity, which the rate limit would not count',
    type: 'AxNotSent' satisfies FailureType,
    category: ApplicationFailureCategory.BENIGN,
  });
}

// A delay of 0 would end the retries (design/wait.md).
export const clampDelayMs = (ms: number): number => Math.min(MAX_RETRY_AFTER_MS, Math.max(1000, ms));

export const detailsOf = (error: AxError): FailureDetails => ({
  status: error.status,
  requestId: error.requestId,
  retryAfterMs: error.retryAfterMs,
});
