import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { isWithoutAnswer } from '../model/temporal/no-answer.js';
import { NoWorkerError } from './errors.js';
import { queueProblem } from './worker-gap.js';

const GIVE_UP_MS = 25_000;
/** A query that a dying worker took with it is asked again. */
const ANSWER_WITHIN_MS = 10_000;
const ASK_AGAIN_MS = 500;

/**
 * The answer of a workflow to a query, which a worker has to give. One that is not answered is asked again for a while.
 * @throws {@link NoWorkerError} within half a minute if no worker answers
 */
export async function queryWorkflow<Answer>(
  client: Client,
  workflowId: string,
  query: string,
): Promise<Answer> {
  const ask = () => client.workflow.getHandle(workflowId).query<Answer>(query);
  for (const giveUpMs = Date.now() + GIVE_UP_MS; ; await sleep(ASK_AGAIN_MS)) {
    const untilMs = Math.min(giveUpMs, Date.now() + ANSWER_WITHIN_MS);
    try {
      return await client.withDeadline(untilMs, ask);
    } catch (error) {
      if (!isWithoutAnswer(error)) throw error;
      if (Date.now() + ASK_AGAIN_MS >= giveUpMs) throw await noWorker(client, workflowId, error);
    }
  }
}

/** The queue is that of the workflow, which may be another one than the caller uses. */
async function noWorker(client: Client, workflowId: string, cause: unknown): Promise<NoWorkerError> {
  const { taskQueue } = await client.workflow.getHandle(workflowId).describe();
  const { text } = await queueProblem(client, taskQueue);
  return new NoWorkerError(
    taskQueue,
    `${text} ${workflowId} is bound to it and did not answer for ${GIVE_UP_MS / 1000} s.`,
    cause,
  );
}
