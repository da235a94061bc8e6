import { setTimeout as sleep } from 'node:timers/promises';
import { queueTypes } from '../../src/temporal/queue-status.js';
import { waitFor } from '../../test/faults/wait-for.js';
import type { Stack } from '../stack/stack.js';

const LIMIT_MS = 10 * 60_000;

/**
 * Waits until the worker has taken up all that was due, and `restMs` more.
 * @throws Error if that takes more than ten minutes
 */
export async function untilIdle({ temporal, queue }: Stack, restMs: number): Promise<void> {
  const backlogOf = async (taskQueueType: number): Promise<number> => {
    const { client } = temporal;
    const { namespace } = client.options;
    const request = { namespace, taskQueue: { name: queue }, taskQueueType, reportStats: true };
    const { stats } = await client.workflowService.describeTaskQueue(request);
    return Number(stats?.approximateBacklogCount ?? 0);
  };
  const isIdle = async (): Promise<boolean> => {
    const backlogs = await Promise.all(Object.values(queueTypes).map(backlogOf));
    return backlogs.every((backlog) => backlog === 0);
  };
  if (!(await waitFor(isIdle, LIMIT_MS))) throw new Error(`the queue ${queue} is not empty`);
  await sleep(restMs);
}
