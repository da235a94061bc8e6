import { ActivityFailure } from '@temporalio/common';
import { CancellationScope, workflowInfo } from '@temporalio/workflow';
import { turnRequestOf } from '../../model/run/trigger/opened-trigger.js';
import type { Opened } from '../../model/run/trigger/opened-trigger.js';
import type { Prepared } from '../../model/run/trigger/prepared.js';
import type { ReleaseTurnRequest } from '../../model/run/turn.js';
import { turnWorkflowId } from '../../model/temporal/names.js';
import { inTurn, local } from '../shared/activities.js';
import { isSliceOver } from '../shared/failures.js';

/** Takes the turn of the intent's mark and reads the fence in it. Null: the time of the trigger was over first. */
export async function takeTurn(prepared: Prepared): Promise<Opened | null> {
  const { mark, giveUpAtMs } = prepared;
  const turnId = turnWorkflowId(mark);
  const { originalExecutionRunId } = workflowInfo();
  const leftMs = giveUpAtMs === null ? null : Math.max(1, giveUpAtMs - Date.now());
  try {
    return await inTurn(leftMs).takeTurn(turnRequestOf(prepared, originalExecutionRunId, turnId));
  } catch (error) {
    await giveBack({ workflowId: turnId, executionId: null });
    if (isSliceOver(error) || isOutOfTime(error)) return null;
    throw error;
  }
}

const isOutOfTime = (error: unknown): boolean =>
  error instanceof ActivityFailure && error.retryState === 'TIMEOUT';

/**
 * Gives a turn back. Nothing depends on it: a turn whose holder has ended, or has its run, is taken by whoever wants it next.
 */
export const giveBack = (turn: ReleaseTurnRequest | null): Promise<void> =>
  CancellationScope.nonCancellable(async () => {
    if (turn === null) return;
    try {
      await local.releaseTurn(turn);
    } catch (error) {
      if (!(error instanceof ActivityFailure)) throw error;
    }
  });
