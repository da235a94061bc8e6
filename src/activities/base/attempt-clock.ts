import { activityInfo } from '@temporalio/activity';

/** The time of an attempt, in milliseconds. */
export interface AttemptClock {
  nowMs: number;
  /** Since the activity was scheduled. */
  elapsedMs: number;
  /** It was made before its time, since somebody reset the activity. */
  isWoken: boolean;
}

// All times are the Temporal server's, so a worker's wrong clock neither shortens nor lengthens a wait. Some servers give
// the time at which an attempt was planned, not that at which it was due: the plan itself is in the progress. An activity
// that was reset (client/run/wake-waits.ts) begins at attempt 1 again, before the time that was planned.
export function attemptClock({ dueMs }: { dueMs: number }): AttemptClock {
  const {
    attempt,
    scheduledTimestampMs: begunMs,
    currentAttemptScheduledTimestampMs: attemptMs,
  } = activityInfo();
  const isWoken = attempt === 1 && dueMs > 0;
  const elapsedMs = Math.max(attemptMs - begunMs, isWoken ? 0 : dueMs);
  return { nowMs: begunMs + elapsedMs, elapsedMs, isWoken };
}
