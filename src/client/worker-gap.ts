import type { QueueStatus } from '../temporal/queue-status.js';
import type { WorkflowExecutionDescription } from '@temporalio/client';

/** Called once if something waits for a worker. */
export type Notify = (line: string) => void;

const NO_POLLER = 'no worker polls it';

/** Why nobody picks up the work of a queue, in a clause; null if a worker polls it. */
export function gapOf(queue: QueueStatus): string | null {
  if (queue.workflowPollers > 0 && queue.activityPollers > 0) return null;
  if (queue.workflowPollers + queue.activityPollers > 0) {
    const missing = queue.workflowPollers === 0 ? 'workflows' : 'activities';
    return `no worker polls for ${missing}`;
  }
  return queue.lastPollAt === null ? NO_POLLER : `the last poll was at ${queue.lastPollAt}`;
}

/** Why due work is not picked up although a worker polled recently: Temporal counts a dead worker for 90 seconds. */
export const silenceOf = ({ lastPollAt }: QueueStatus): string =>
  `the last poll was at ${lastPollAt ?? 'an unknown time'}, so the worker may be overloaded or gone`;

/** The whole sentence about a queue that nobody works on. */
export const gapMessage = (taskQueue: string, gap: string): string =>
  gap === NO_POLLER
    ? `No worker polls the task queue "${taskQueue}".`
    : `No worker polls the task queue "${taskQueue}": ${gap}.`;

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
