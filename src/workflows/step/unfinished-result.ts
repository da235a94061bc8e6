import { TemporalFailure } from '@temporalio/common';
import { CancellationScope, isCancellation } from '@temporalio/workflow';
import type { StepResult } from '../../model/pipeline/results.js';
import { messageOf } from '../shared/failures.js';

/**
 * The result of a step, or of an item of a fan-out, as far as it is known between two stages. It goes to the next stage
 * only if its state is `succeeded`.
 */
export type UnfinishedResult = Pick<StepResult, 'state' | 'reason'> &
  Partial<Omit<StepResult, 'id' | 'kind'>>;

export const failed = (reason: string): UnfinishedResult => ({ state: 'failed', reason });
export const skipped = (reason: string): UnfinishedResult => ({ state: 'skipped', reason });
export const SUCCEEDED: UnfinishedResult = { state: 'succeeded', reason: null };

export const PAST_DEADLINE = 'the deadline of the pipeline has passed';

/**
 * Runs a stage and adds what it found to the result. A failure in the stage is a result too; other errors are mistakes in
 * our code, which fail the workflow task and not the workflow.
 */
export async function inStage(
  before: UnfinishedResult,
  stage: () => Promise<UnfinishedResult>,
): Promise<UnfinishedResult> {
  try {
    return { ...before, ...(await stage()) };
  } catch (error) {
    if (isCancellation(error)) return { ...before, state: 'cancelled', reason: cancelReason() };
    if (!(error instanceof TemporalFailure)) throw error;
    return { ...before, ...failed(messageOf(error)) };
  }
}

const cancelReason = (): string =>
  CancellationScope.current().consideredCancelled ? 'cancelled' : 'its workflow was cancelled';
