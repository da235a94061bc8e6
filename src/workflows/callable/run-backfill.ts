import { workflowInfo } from '@temporalio/workflow';
import { backfillPlanMemo, BACKFILL_PLAN_MEMO } from '../../model/backfill/backfill-plan-memo.js';
import { backfillTitle } from '../../model/backfill/backfill-summary.js';
import type { BackfillResult, RunBackfillInput } from '../../model/backfill/backfill.js';
import { runBackfillProblem } from '../../model/backfill/backfill-problem.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { runBackfill as itself } from '../backfill/run-backfill.js';
import { tellingOfBackfill } from '../notification/telling-of-backfill.js';
import { requireInput } from '../shared/require-input.js';
import { asChild } from './as-child.js';
import type { ChildOptions } from './as-child.js';

/**
 * Carries out a plan: one run for each window, at most `limit` at once. As a workflow, or called as a function in another
 * workflow: then it runs as a child of that one, which `ax-tasks backfill` shows and steers by the child's id.
 *
 * Cancelling begins nothing more and cancels what runs; the result is then in the memo `result`, or of a call in the
 * `details` of the `CancelledFailure` that it throws. Fails as `AxNotFound` or `InvalidInput` if there is no such task,
 * or none that takes windows, or the plan's windows are none.
 */
export async function runBackfill(
  input: RunBackfillInput,
  options: ChildOptions = {},
): Promise<BackfillResult> {
  const { workflowId, workflowType } = workflowInfo();
  if (workflowType === WORKFLOWS.runBackfill) return tellingOfBackfill(input, run);
  requireInput(WORKFLOWS.runBackfill, runBackfillProblem(input));
  const { plan } = input;
  return asChild(WORKFLOWS.runBackfill, input, options, {
    summary: backfillTitle(plan),
    // No command asked for it, so none is to attach to it.
    memo: { [BACKFILL_PLAN_MEMO]: backfillPlanMemo(plan, workflowId) },
  });
}

async function run(input: RunBackfillInput): Promise<BackfillResult> {
  requireInput(WORKFLOWS.runBackfill, runBackfillProblem(input));
  return itself(input);
}
