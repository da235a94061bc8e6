import { describeQueue } from '../temporal/queue-status.js';
import type { QueueClient, QueueStatus } from '../temporal/queue-status.js';
import type { WorkflowExecutionDescription } from '@temporalio/client';

/** Called once if something waits for a worker. */
export type Notify = (line: string) => void;

/** Why nobody picks up the work of a queue, in a clause; null if a worker polls it. */
export function gapOf(queue: QueueStatus): string | null {
  const missing = missingOf(queue);
  if (missing.length === 0) return null;
  if (missing.length === 1) return `no worker polls for ${missing.join()}`;
  return queue.lastPollAt === null ? 'no worker polls it' : `the last poll was at ${queue.lastPollAt}`;
}

/** Of `workflows` and `activities`, what no worker polls for. */
const missingOf = ({ workflowPollers, activityPollers }: QueueStatus): string[] => [
  ...(workflowPollers === 0 ? ['workflows'] : []),
  ...(activityPollers === 0 ? ['activities'] : []),
];

/** Why due work of a task queue waits. */
export interface QueueProblem {
  /** `silent`: a worker polled recently and takes nothing; Temporal counts a dead one for 90 seconds. */
  kind: 'not-polled' | 'half-polled' | 'silent';
  /** A whole sentence that names the queue. */
  text: string;
}

/** Finds out why nobody picks up due work of a task queue. */
export async function queueProblem(client: QueueClient, taskQueue: string): Promise<QueueProblem> {
  return problemOf(taskQueue, await describeQueue(client, taskQueue));
}

/** {@link queueProblem} of a queue that was described. */
export function problemOf(taskQueue: string, queue: QueueStatus): QueueProblem {
  const missing = missingOf(queue);
  const name = `the task queue "${taskQueue}"`;
  const lastPoll = `the last poll was at ${queue.lastPollAt ?? 'an unknown time'}`;
  if (missing.length === 0)
    return {
      kind: 'silent',
      text: `A worker polls ${name} but takes nothing: ${lastPoll}, so it may be overloaded or gone.`,
    };
  if (missing.length === 1)
    return { kind: 'half-polled', text: `No worker polls ${name} for ${missing.join()}.` };
  return {
    kind: 'not-polled',
    text: `No worker polls ${name}${queue.lastPollAt === null ? '' : `: ${lastPoll}`}.`,
  };
}

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
