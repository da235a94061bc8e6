import { TemporalFailure } from '@temporalio/common';
import { CancellationScope, isCancellation } from '@temporalio/workflow';
import type { StepResult } from '../../model/pipeline/results.js';
import { messageOf } from '../shared/failures.js';

/** What is known of a step, or of an item of one, while it goes through its stages; `succeeded` lets it go on. */
export type Draft = Pick<StepResult, 'state' | 'reason'> & Partial<Omit<StepResult, 'id'>>;

export const failed = (reason: string): Draft => ({ state: 'failed', reason });
export const skipped = (reason: string): Draft => ({ state: 'skipped', reason });
export const WELL: Draft = { state: 'succeeded', reason: null };

export const TIME_IS_OVER = 'the time of the pipeline is over';

/**
 * Goes through a stage. What fails in it is how the step ended, a value; only errors of our own making get out, which fail
 * the workflow task and not the workflow.
 */
export async function inStage(before: Draft, stage: () => Promise<Draft>): Promise<Draft> {
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
