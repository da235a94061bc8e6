import { getClient } from '@temporalio/activity';
import { stillRunning } from '../base/failures.js';
import { describeWorkflow } from '../base/describe-workflow.js';
import { behindText, formerTriggerIn } from './former-trigger.js';
import { endTurn } from '../base/end-turn.js';
import { ownExecution } from './standing-turn.js';
import { turnDelayMs } from './turn-delay.js';

/**
 * Waits until nobody holds a turn (design/trigger-once.md): one attempt is one look, as in `awaitRuns`. A turn whose holder
 * needs it no more and did not give it up, as after a reset, is taken from it.
 */
export const awaitTurn =
  () =>
  async ({ turnId }: { turnId: string }): Promise<null> => {
    const client = getClient();
    const turn = await describeWorkflow(client, turnId);
    if (turn?.status.name !== 'RUNNING') return null;
    const former = await formerTriggerIn(client, turn, ownExecution(''));
    if ('heldBy' in former) throw stillRunning(behindText(turn, former.heldBy), turnDelayMs());
    await endTurn(client, { workflowId: turnId, executionId: turn.runId }, 'its holder needs it no more');
    return null;
  };
