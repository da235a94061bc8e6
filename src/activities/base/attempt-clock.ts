import { activityInfo } from '@temporalio/activity';

/** The time of an attempt, in milliseconds. */
export interface AttemptClock {
  nowMs: number;
  /** Since the activity was scheduled. */
  elapsedMs: number;
}

// All times are the Temporal server's, so a worker's wrong clock neither shortens nor lengthens a wait. Some servers give
// the time at which an attempt was planned, not that at which it was due: the plan itself is in the progress.
export function attemptClock({ dueMs }: { dueMs: number }): AttemptClock {
  const { scheduledTimestampMs: begunMs, currentAttemptScheduledTimestampMs: attemptMs } = activityInfo();
  const elapsedMs = Math.max(attemptMs - begunMs, dueMs);
  return { nowMs: begunMs + elapsedMs, elapsedMs };
}
