import {
  ActivityFailure,
  ApplicationFailure,
  ChildWorkflowFailure,
  TimeoutFailure,
} from '@temporalio/common';
import type { FailureDetails } from '../../activities/base/failures.js';
import { FAILURES } from '../../model/temporal/failure-types.js';
import type { FailureType } from '../../model/temporal/failure-types.js';
import type { UnresolvedTrigger } from '../../model/run/unresolved.js';
import type { TriggerFailure } from '../../model/run/trigger-answer.js';

/** A failure of our own: the only kind of error that workflow code throws (design/run.md). */
export const failure = (type: FailureType, message: string, ...details: unknown[]): ApplicationFailure =>
  ApplicationFailure.create({ type, message, details, nonRetryable: !FAILURES[type].retryable });

/** The failure inside the wrappings that Temporal puts around it. */
export function innermost(error: unknown): unknown {
  const isWrapping = error instanceof ActivityFailure || error instanceof ChildWorkflowFailure;
  return isWrapping && error.cause !== undefined ? innermost(error.cause) : error;
}

/** What a failure `TriggerUnresolved` tells; null for any other. */
export function unresolvedOf(error: unknown): UnresolvedTrigger | null {
  if (!(error instanceof ApplicationFailure)) return null;
  if (error.type !== ('TriggerUnresolved' satisfies FailureType)) return null;
  return (error.details?.[0] as UnresolvedTrigger | undefined) ?? null;
}

export function messageOf(error: unknown): string {
  const inner = innermost(error);
  return inner instanceof Error ? inner.message : String(inner);
}

/** A failed trigger as the pure rules see it. */
export function readTriggerFailure(error: unknown): TriggerFailure {
  const inner = innermost(error);
  if (!(inner instanceof ApplicationFailure)) return { type: null, retryAfterMs: null };
  const details = inner.details?.[0] as FailureDetails | undefined;
  return { type: inner.type ?? null, retryAfterMs: details?.retryAfterMs ?? null };
}

/** Whether a slice of waiting ran out without an end, rather than failed. */
export function isSliceOver(error: unknown): boolean {
  const inner = innermost(error);
  if (inner instanceof TimeoutFailure) return true;
  return inner instanceof ApplicationFailure && inner.type === ('StillRunning' satisfies FailureType);
}
