import type { QueueStatus } from '../temporal/queue-status.js';

/** Told, once, that something waits for a worker. */
export type Notify = (line: string) => void;

/** Why work on a queue is not taken, in a sentence; null where a worker polls it. */
export function gapOf(queue: QueueStatus): string | null {
  if (queue.workflowPollers > 0 && queue.activityPollers > 0) return null;
  if (queue.workflowPollers + queue.activityPollers > 0) {
    const missing = queue.workflowPollers === 0 ? 'workflows' : 'activities';
    return `no worker takes ${missing}`;
  }
  return queue.lastPollAt === null ? 'no worker polls it' : `no worker polls it since ${queue.lastPollAt}`;
}

/** Why work that is due is not taken although a worker polled a short while ago: a dead one is counted for 90 seconds. */
export const silenceOf = ({ lastPollAt }: QueueStatus): string =>
  `its worker takes nothing (last heard of at ${lastPollAt ?? 'an unknown time'}), so it is overloaded or gone`;

/** The whole sentence about a queue that nobody works on. */
export const gapMessage = (taskQueue: string, gap: string): string =>
  `The task queue "${taskQueue}" is not worked on: ${gap}.`;
