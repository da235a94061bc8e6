import type { Check } from '../../terminal/views/check-views.js';
import { describeQueue } from '../../temporal/queue-status.js';
import type { Session } from '../session/session.js';
import { GAP_HINT, gapOf } from '../session/worker-gap.js';

/** Whether a worker polls the queue on which everything here is started. */
export async function checkQueue({ client, taskQueue }: Session): Promise<Check> {
  const queue = await describeQueue(client, taskQueue);
  const gap = gapOf(queue);
  const polled = `polled by ${queue.workflowPollers} for workflows, ${queue.activityPollers} for activities`;
  return {
    name: 'worker',
    state: gap === null ? 'ok' : 'fail',
    found: `task queue "${taskQueue}": ${gap ?? polled}`,
    advice: gap === null ? null : GAP_HINT,
  };
}
