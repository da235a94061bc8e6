import { EXIT } from '../model/temporal/exit-codes.js';
import { describeQueue } from '../temporal/queue-status.js';
import { CliError } from '../commands/base/cli-error.js';
import type { Place } from '../commands/session/session.js';
import { GAP_HINT, gapMessage, gapOf, silenceOf } from './worker-gap.js';

const GIVE_UP_MS = 20_000;

/** DEADLINE_EXCEEDED, and FAILED_PRECONDITION: no worker polled lately. */
const NO_ANSWER: ReadonlySet<unknown> = new Set([4, 9]);

/**
 * The answer of a workflow to a query, which a worker has to give.
 * @throws CliError `NoWorker` where none does
 */
export async function queryWorkflow<Answer>(
  session: Place,
  workflowId: string,
  query: string,
): Promise<Answer> {
  const { client } = session;
  const ask = () => client.workflow.getHandle(workflowId).query<Answer>(query);
  try {
    return await client.withDeadline(Date.now() + GIVE_UP_MS, ask);
  } catch (error) {
    const { cause } = error as { cause?: { code?: unknown } };
    if (!NO_ANSWER.has(cause?.code)) throw error;
    throw await noWorker(session, workflowId, error);
  }
}

async function noWorker({ client, taskQueue }: Place, workflowId: string, cause: unknown): Promise<CliError> {
  const queue = await describeQueue(client, taskQueue);
  const problem = gapMessage(taskQueue, gapOf(queue) ?? silenceOf(queue));
  return new CliError(`${problem} ${workflowId} could not be read.`, {
    exitCode: EXIT.unreachable,
    code: 'NoWorker',
    hint: GAP_HINT,
    cause,
  });
}
