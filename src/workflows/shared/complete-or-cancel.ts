import { CancelledFailure } from '@temporalio/common';
import { upsertMemo, workflowInfo } from '@temporalio/workflow';
import { RESULT_MEMO } from '../../model/temporal/memos.js';

/**
 * Ends a workflow with its result. A cancelled one ends as CANCELLED, which Temporal gives no result, so it leaves it in
 * the memo; a child returns it instead, since its parent can read a result but no memo.
 */
export function completeOrCancel<Result>(result: Result, wasCancelled: boolean): Result {
  if (!wasCancelled || workflowInfo().parent !== undefined) return result;
  upsertMemo({ [RESULT_MEMO]: result });
  throw new CancelledFailure('cancelled; the result is in the memo');
}
