import { activityInfo, getClient } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { describeWorkflow } from './describe-workflow.js';
import { stillRunning } from '../base/failures.js';
import { turnDelayMs } from './turn-delay.js';

/**
 * Waits until nobody holds a turn (design/trigger-once.md): one attempt is one look, as in `awaitRuns`. A turn whose holder
 * has ended without giving it up, as after a reset, is taken from it.
 */
export const awaitTurn =
  () =>
  async ({ turnId }: { turnId: string }): Promise<null> => {
    const client = getClient();
    const turn = await describeWorkflow(client, turnId);
    if (turn?.status.name !== 'RUNNING') return null;
    const holder = turn.parentExecution;
    if (holder !== undefined && (await isOver(client, holder))) {
      await client.workflow.getHandle(turnId, turn.runId).terminate('its holder has ended');
      return null;
    }
    const elsewhere =
      turn.taskQueue === activityInfo().taskQueue
        ? ''
        : `, which needs a worker of the task queue "${turn.taskQueue}"`;
    throw stillRunning(
      `waiting for its turn behind ${holder?.workflowId ?? turnId}${elsewhere}`,
      turnDelayMs(),
    );
  };

async function isOver(
  client: Client,
  holder: { workflowId: string | null; runId: string | null },
): Promise<boolean> {
  const execution = await describeWorkflow(client, holder.workflowId ?? '', holder.runId ?? undefined);
  return execution?.status.name !== 'RUNNING';
}
