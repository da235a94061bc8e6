import type { DoctorCheck } from '../../../terminal/views/doctor-lines.js';
import { describeQueue } from '../../../temporal/queue-status.js';
import type { QueueStatus } from '../../../temporal/queue-status.js';
import type { Session } from '../../session/session.js';
import { gapOf } from '../../../client/worker-gap.js';
import { workerHint } from '../../base/explain-client-error.js';

/** Whether a worker polls the queue on which everything here is started. */
export async function checkQueue({ client, taskQueue }: Session): Promise<DoctorCheck> {
  const queue = await describeQueue(client, taskQueue);
  const gap = gapOf(queue);
  const check = { name: 'worker', found: `task queue "${taskQueue}":` };
  if (gap !== null)
    return { ...check, state: 'fail', found: `${check.found} ${gap}`, advice: workerHint(taskQueue) };
  const polled = `polled by ${queue.workflowPollers} for workflows, ${queue.activityPollers} for activities in the last 90s`;
  const agree = queue.activityRates.length < 2;
  return {
    ...check,
    state: agree ? 'ok' : 'warn',
    found: `${check.found} ${polled}${rateText(queue)}`,
    advice: agree ? null : 'Set AX_TASKS_REQUESTS_PER_SECOND to the same value for all workers of the queue.',
  };
}

function rateText({ activityRates }: QueueStatus): string {
  const limits = activityRates.map((rate) => (rate === null ? 'no limit' : `${rate} a second`));
  return activityRates.every((rate) => rate === null)
    ? ''
    : `; their rate limits differ: ${limits.join(', ')}`;
}
