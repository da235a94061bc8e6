import { activityInfo, getClient } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { describeWorkflow } from './describe-workflow.js';
import { stillRunning } from '../base/failures.js';

const MIN_DELAY_MS = 1000;
const MAX_DELAY_MS = 10_000;

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
    throw stillRunning(`waiting for its turn behind ${holder?.workflowId ?? turnId}${elsewhere}`, delayMs());
  };

async function isOver(
  client: Client,
  holder: { workflowId: string | null; runId: string | null },
): Promise<boolean> {
  const execution = await describeWorkflow(client, holder.workflowId ?? '', holder.runId ?? undefined);
  return execution?.status.name !== 'RUNNING';
}

// Many may wait for one turn, and each look costs the Temporal server a request: those who wait long look seldom.
function delayMs(): number {
  const slowest = Math.min(MAX_DELAY_MS, MIN_DELAY_MS * activityInfo().attempt);
  return MIN_DELAY_MS + Math.random() * slowest;
}
