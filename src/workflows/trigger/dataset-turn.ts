import { workflowInfo } from '@temporalio/workflow';
import type { TakeDatasetTurnRequest, TakenDatasetTurn } from '../../model/run/dataset-turn.js';
import { datasetTurnOf } from '../../model/run/trigger/opened-trigger.js';
import type { Prepared } from '../../model/run/trigger/prepared.js';
import { waiting } from '../shared/activities.js';
import { isSliceOver } from '../shared/failures.js';

/**
 * Waits until no other workflow has a run of the dataset that is active, at most until the trigger's time is over; false if
 * it is. Not of runs that may run beside others.
 */
export async function takeDatasetTurn(prepared: Prepared): Promise<boolean> {
  const { giveUpAtMs } = prepared;
  const request = datasetTurnOf(prepared, workflowInfo().originalExecutionRunId);
  if (request === null) return true;
  try {
    for (let taken = await take(request, giveUpAtMs); taken.unseen !== null;)
      taken = await take({ ...request, insteadOf: taken.unseen }, giveUpAtMs);
    return true;
  } catch (error) {
    if (isSliceOver(error)) return false;
    throw error;
  }
}

const take = (request: TakeDatasetTurnRequest, giveUpAtMs: number | null): Promise<TakenDatasetTurn> =>
  waiting(giveUpAtMs === null ? null : Math.max(1, giveUpAtMs - Date.now())).takeDatasetTurn(request);
