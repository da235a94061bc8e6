import type { Client } from '@temporalio/client';
import { NoWorkerError } from './errors.js';
import { queueProblem } from './worker-gap.js';

const GIVE_UP_MS = 20_000;

/** DEADLINE_EXCEEDED, and FAILED_PRECONDITION: no worker polled lately. */
const NO_ANSWER: ReadonlySet<unknown> = new Set([4, 9]);

/**
 * The answer of a workflow to a query, which a worker has to give.
 * @throws {@link NoWorkerError} within half a minute if no worker does
 */
export async function queryWorkflow<Answer>(
  client: Client,
  workflowId: string,
  query: string,
): Promise<Answer> {
  const ask = () => client.workflow.getHandle(workflowId).query<Answer>(query);
  try {
    return await client.withDeadline(Date.now() + GIVE_UP_MS, ask);
  } catch (error) {
    const { cause } = error as { cause?: { code?: unknown } };
    if (!NO_ANSWER.has(cause?.code)) throw error;
    throw await noWorker(client, workflowId, error);
  }
}

async function noWorker(client: Client, workflowId: string, cause: unknown): Promise<NoWorkerError> {
  const { taskQueue } = await client.workflow.getHandle(workflowId).describe();
  const { text } = await queueProblem(client, taskQueue);
  return new NoWorkerError(taskQueue, `${text} ${workflowId} could not be read.`, cause);
}
