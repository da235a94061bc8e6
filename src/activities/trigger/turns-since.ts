import { getClient } from '@temporalio/activity';
import type { WorkflowExecutionDescription } from '@temporalio/client';
import { isTurnUsedSince } from '../../model/run/shared-fence.js';
import type { TurnsSince, TurnsSinceRequest } from '../../model/run/shared-fence.js';
import { describeWorkflow } from './describe-workflow.js';
import { unresolvedTurns } from './former-trigger.js';

/** What became of turns since a fence was read that is to be used again (design/backfill.md). */
export const turnsSince =
  () =>
  async ({ turnIds, sinceMs }: TurnsSinceRequest): Promise<TurnsSince> => {
    const client = getClient();
    const turns = await Promise.all(turnIds.map((turnId) => describeWorkflow(client, turnId)));
    if (turns.some((turn) => turn !== null && isTurnUsedSince(stateOf(turn), sinceMs)))
      return { isUsed: true };
    return { isUsed: false, unresolved: await unresolvedTurns(turnIds) };
  };

const stateOf = ({ status, closeTime }: WorkflowExecutionDescription) => ({
  isRunning: status.name === 'RUNNING',
  closedMs: closeTime?.getTime() ?? null,
});
