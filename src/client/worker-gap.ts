import type { QueueStatus } from '../temporal/queue-status.js';

/** Told, once, that something waits for a worker. */
export type Notify = (line: string) => void;

/** Why nobody picks up the work of a queue, in a clause; null if a worker polls it. */
export function gapOf(queue: QueueStatus): string | null {
  if (queue.workflowPollers > 0 && queue.activityPollers > 0) return null;
  if (queue.workflowPollers + queue.activityPollers > 0) {
    const missing = queue.workflowPollers === 0 ? 'workflows' : 'activities';
    return `none polls for ${missing}`;
  }
  return queue.lastPollAt === null
    ? 'none has polled it recently'
    : `the last poll was at ${queue.lastPollAt}`;
}

/** Why due work is not picked up although a worker polled recently: Temporal counts a dead worker for 90 seconds. */
export const silenceOf = ({ lastPollAt }: QueueStatus): string =>
  `the last poll was at ${lastPollAt ?? 'an unknown time'}, so the worker may be overloaded or gone`;

/** The whole sentence about a queue that nobody works on. */
export const gapMessage = (taskQueue: string, gap: string): string =>
  `No worker polls the task queue "${taskQueue}": ${gap}.`;
