import { ActivityFailure } from '@temporalio/common';
import { CancellationScope, isCancellation, workflowInfo } from '@temporalio/workflow';
import type { TakeTurnRequest, TakenTurn } from '../../activities/trigger/take-turn.js';
import type { ReleaseTurnRequest } from '../../model/run/turn.js';
import { turnWorkflowId } from '../../model/temporal/names.js';
import { inTurn, local } from '../shared/activities.js';
import { isSliceOver } from '../shared/failures.js';
import type { Prepared } from './prepare.js';

/**
 * Takes the turn of the intent's mark and reads the fence in it, as a local activity, or where its one short attempt fails or
 * finds the turn taken as an ordinary one. Null: the time of the trigger was over first.
 */
export async function takeTurn({ mark, key, giveUpAtMs }: Prepared): Promise<TakenTurn | null> {
  const turnId = turnWorkflowId(mark);
  const originalRunId = workflowInfo().originalExecutionRunId;
  try {
    return await takeInTime({ turnId, taskId: mark.taskId, originalRunId, key }, giveUpAtMs);
  } catch (error) {
    await giveBack({ workflowId: turnId, executionId: null });
    if (isSliceOver(error) || isOutOfTime(error)) return null;
    throw error;
  }
}

async function takeInTime(request: TakeTurnRequest, giveUpAtMs: number | null): Promise<TakenTurn> {
  try {
    return await local.takeTurn(request);
  } catch (error) {
    const leftMs = giveUpAtMs === null ? null : giveUpAtMs - Date.now();
    if (isCancellation(error) || (leftMs !== null && leftMs <= 0)) throw error;
    return inTurn(leftMs).takeTurn(request);
  }
}

const isOutOfTime = (error: unknown): boolean =>
  error instanceof ActivityFailure && error.retryState === 'TIMEOUT';

/**
 * Gives a turn back. Nothing depends on it: a turn whose holder has ended, or has its run, is taken by whoever wants it next.
 */
export const giveBack = (turn: ReleaseTurnRequest): Promise<void> =>
  CancellationScope.nonCancellable(async () => {
    try {
      await local.releaseTurn(turn);
    } catch (error) {
      if (!(error instanceof ActivityFailure)) throw error;
    }
  });
