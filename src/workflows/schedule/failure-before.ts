import { ApplicationFailure } from '@temporalio/common';
import { workflowInfo } from '@temporalio/workflow';
import type { FailureType } from '../../model/temporal/failure-types.js';
import type { FiringResult } from '../../model/schedule/firing.js';

/**
 * The nominal time of the firing before this one, if it failed; null: it did not. Temporal hands the failure of a schedule's
 * last firing on to the next one, which so costs no request.
 */
export function failureBefore(): string | null {
  const { lastFailure } = workflowInfo();
  if (lastFailure === undefined) return null;
  return resultIn(lastFailure)?.nominalAt ?? 'a time that is not known';
}

function resultIn(failure: Error): FiringResult | undefined {
  if (!(failure instanceof ApplicationFailure)) return undefined;
  if (failure.type !== ('FiringFailed' satisfies FailureType)) return undefined;
  return failure.details?.[0] as FiringResult | undefined;
}
