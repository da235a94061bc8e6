import { ActivityFailure } from '@temporalio/common';
import { CancellationScope, workflowInfo } from '@temporalio/workflow';
import type { TakenOfMany, TakenTurns, TakeTurnsRequest } from '../../activities/trigger/take-turns.js';
import type { ReleaseTurnRequest } from '../../model/run/turn.js';
import { local, takingTurns } from '../shared/activities.js';

/**
 * Takes those turns that are free, as a local activity, or as an ordinary one if its short attempt fails. Null: Temporal did
 * not answer. Not cancellable: it would not be known which turns were taken.
 */
export const takeTurns = (turnIds: string[], readMs: number): Promise<TakenTurns | null> =>
  CancellationScope.nonCancellable(async () => {
    try {
      return await take({ turnIds, originalRunId: workflowInfo().originalExecutionRunId, readMs });
    } catch (error) {
      if (!(error instanceof ActivityFailure)) throw error;
      await release(turnIds.map((workflowId) => ({ workflowId, executionId: null })));
      return null;
    }
  });

async function take(request: TakeTurnsRequest): Promise<TakenTurns> {
  try {
    return await local.takeTurns(request);
  } catch {
    return takingTurns.takeTurns(request);
  }
}

/** Gives turns back. As in `giveBack`, nothing depends on it. */
export const giveAllBack = (turns: readonly TakenOfMany[]): Promise<void> =>
  CancellationScope.nonCancellable(() => release(turns.flatMap((taken) => taken?.turn ?? [])));

async function release(turns: ReleaseTurnRequest[]): Promise<void> {
  try {
    if (turns.length > 0) await local.releaseTurns({ turns });
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
  }
}
