import { ActivityFailure, ApplicationFailure } from '@temporalio/common';
import { CancellationScope, isCancellation } from '@temporalio/workflow';
import { deadlineMsOf } from '../../model/time/deadline.js';
import { formatDuration } from '../../model/time/duration.js';
import { innermost } from '../shared/failures.js';
import { PAST_DEADLINE } from './unfinished-result.js';

/** The time of a step, or of an item of a fan-out. `timeout` of the step starts again with each further attempt. */
export interface StepClock {
  /** When the time of the attempt started, in milliseconds since 1970. */
  startedMs: number;
  /** Null: the step has no timeout of its own. */
  readonly timeoutMs: number | null;
  /** The deadline of the pipeline; null: it has none, or it does not bound this step. */
  readonly pipelineEndMs: number | null;
}

export const clockFor = (timeoutMs: number | undefined, pipelineEndMs: number | null): StepClock => ({
  startedMs: Date.now(),
  timeoutMs: timeoutMs ?? null,
  pipelineEndMs,
});

/** The time that is left until the pipeline's deadline, without a timeout. */
export const pipelineClock = (pipelineEndMs: number | null): StepClock => clockFor(undefined, pipelineEndMs);

/** Milliseconds since 1970; null: none. */
export const deadlineOf = ({ startedMs, timeoutMs, pipelineEndMs }: StepClock): number | null =>
  deadlineMsOf(startedMs, timeoutMs ?? undefined, pipelineEndMs ?? undefined);

/** Whose time is over, for people; null: it is not. */
export function overText(clock: StepClock): string | null {
  const deadlineMs = deadlineOf(clock);
  if (deadlineMs === null || Date.now() < deadlineMs) return null;
  return reasonOf(clock);
}

function reasonOf(clock: StepClock): string {
  const isOwn = clock.timeoutMs !== null && deadlineOf(clock) !== clock.pipelineEndMs;
  return isOwn ? `its timeout of ${formatDuration(clock.timeoutMs ?? 0)} has passed` : PAST_DEADLINE;
}

const OUT_OF_TIME = 'OutOfTime';

/** Whether {@link inTime} ended a wait. */
export const isOutOfTime = (error: unknown): boolean =>
  error instanceof ApplicationFailure && error.type === OUT_OF_TIME;

/**
 * Waits for part of a step, at most until its deadline; then what it waits for is cancelled. Everything that a step waits for
 * goes through here, except runs and approvals: they have policies for their deadlines. `work` gets the milliseconds
 * left, null if there is no deadline, `doing` completes "while …".
 */
export async function inTime<T>(
  clock: StepClock,
  doing: string,
  work: (leftMs: number | null) => Promise<T>,
): Promise<T> {
  const deadlineMs = deadlineOf(clock);
  if (deadlineMs === null) return work(null);
  const leftMs = deadlineMs - Date.now();
  if (leftMs <= 0) throw outOfTime(clock, doing, null);
  const caller = CancellationScope.current();
  try {
    return await CancellationScope.withTimeout(leftMs, () => work(leftMs));
  } catch (error) {
    if (caller.consideredCancelled || !isOver(error, deadlineMs)) throw error;
    throw outOfTime(clock, doing, error);
  }
}

/** The longest backoff between two attempts of an activity of a step. */
export const MAX_BACKOFF_MS = 60_000;

/** An activity fails already when its next attempt would come after the deadline; its last failure is known then. */
function isOver(error: unknown, deadlineMs: number): boolean {
  if (isCancellation(error)) return Date.now() >= deadlineMs;
  const isLast = error instanceof ActivityFailure && error.retryState === 'TIMEOUT';
  return isLast && Date.now() + MAX_BACKOFF_MS >= deadlineMs;
}

function outOfTime(clock: StepClock, doing: string, error: unknown): ApplicationFailure {
  const inner = innermost(error);
  const last = inner instanceof ApplicationFailure ? `: ${inner.message}` : '';
  return ApplicationFailure.create({
    message: `${reasonOf(clock)} while ${doing}${last}`,
    type: OUT_OF_TIME,
    nonRetryable: true,
  });
}
