import { isCancellation, workflowInfo } from '@temporalio/workflow';
import type { TakeDatasetTurnRequest, TakenDatasetTurn } from '../../model/run/dataset-turn.js';
import { local, waiting } from '../shared/activities.js';
import { isSliceOver } from '../shared/failures.js';
import type { Prepared } from './prepare.js';

/**
 * Waits until no other workflow has a run of the dataset that is active, at most until the trigger's time is over; false if
 * it is. Not of runs that make no experiment, or may run beside others.
 */
export async function takeDatasetTurn({ mark, isDatasetShared, giveUpAtMs }: Prepared): Promise<boolean> {
  const { experimentName, datasetId } = mark;
  if (experimentName === null || datasetId === null || isDatasetShared) return true;
  const { originalExecutionRunId: originalExecutionId } = workflowInfo();
  const request = { datasetId, originalExecutionId };
  try {
    for (let taken = await tryToTake(request, giveUpAtMs); taken.unseen !== null;)
      taken = await tryToTake({ ...request, insteadOf: taken.unseen }, giveUpAtMs);
    return true;
  } catch (error) {
    if (isSliceOver(error)) return false;
    throw error;
  }
}

async function tryToTake(
  request: TakeDatasetTurnRequest,
  giveUpAtMs: number | null,
): Promise<TakenDatasetTurn> {
  try {
    return await local.takeDatasetTurn(request);
  } catch (error) {
    if (isCancellation(error)) throw error;
    return waiting(giveUpAtMs === null ? null : Math.max(1, giveUpAtMs - Date.now())).takeDatasetTurn(
      request,
    );
  }
}
