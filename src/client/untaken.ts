import type { WorkflowExecutionDescription } from '@temporalio/client';

/** `PendingActivityState` and `PendingWorkflowTaskState` of Temporal's API: due, and not taken by a worker. */
const SCHEDULED = 1;

type Raw = WorkflowExecutionDescription['raw'];
type Timestamp = { seconds?: unknown; nanos?: number | null } | null | undefined;

/**
 * For how long something of a workflow that is due has been waiting for a worker to take it, in milliseconds; 0 where
 * nothing is. An activity between two attempts is not due before its next one.
 */
export function overdueMs({ pendingWorkflowTask: task, pendingActivities }: Raw, nowMs: number): number {
  const dueTimes = [
    ...(Number(task?.state) === SCHEDULED ? [task?.scheduledTime] : []),
    ...(pendingActivities ?? [])
      .filter((activity) => Number(activity.state) === SCHEDULED)
      .map((activity) => activity.nextAttemptScheduleTime ?? activity.scheduledTime),
  ];
  const due = dueTimes.map(timestampMs).filter((ms) => ms !== null);
  return Math.max(0, ...due.map((ms) => nowMs - ms));
}

/** Milliseconds since 1970, or null where the server gave no time. */
export function timestampMs(time: Timestamp): number | null {
  if (time === null || time === undefined) return null;
  const ms = Number(time.seconds ?? 0) * 1000 + Math.floor((time.nanos ?? 0) / 1e6);
  return ms > 0 ? ms : null;
}
