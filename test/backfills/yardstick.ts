import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { WORKFLOWS } from '../../src/model/temporal/workflow-types.js';
import { DEFAULT_TASK_QUEUE } from '../../src/model/temporal/names.js';
import type { taskOperation } from '../../src/workflows/index.js';

/** A bare workflow of one activity and one short request, from its start to its result; in milliseconds. */
async function oneActivityMs(client: Client): Promise<number> {
  const startedMs = performance.now();
  await client.workflow.execute<typeof taskOperation>(WORKFLOWS.taskOperation, {
    taskQueue: DEFAULT_TASK_QUEUE,
    workflowId: `yardstick-${randomUUID()}`,
    args: [{ verb: 'listSpaces', request: { limit: 1 } }],
  });
  return performance.now() - startedMs;
}

/** The median of so many, one after the other. */
export async function medianActivityMs(client: Client, times: number): Promise<number> {
  const each: number[] = [];
  for (let nth = 0; nth < times; nth++) each.push(await oneActivityMs(client));
  return each.sort((one, other) => one - other)[Math.floor(times / 2)] ?? Number.NaN;
}

/** How many such workflows end in a minute with so many at once. */
export async function bareWorkflowsPerMinute(client: Client, count: number, atOnce: number): Promise<number> {
  const startedMs = performance.now();
  let begun = 0;
  const lane = async (): Promise<void> => {
    while (begun++ < count) await oneActivityMs(client);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return (count / (performance.now() - startedMs)) * 60_000;
}
