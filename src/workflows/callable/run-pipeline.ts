import { workflowInfo } from '@temporalio/workflow';
import { TITLE_MEMO } from '../../model/temporal/memos.js';
import { STEPS_MEMO } from '../../model/pipeline/pipeline-memo.js';
import { runPipelineProblem } from '../../model/pipeline/plan-problem.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import type { RunPipelineInput } from '../../model/pipeline/inputs.js';
import { stepMemos } from '../../model/pipeline/describe-steps.js';
import type { PipelineResult } from '../../model/pipeline/results.js';
import { runPipeline as itself } from '../pipeline/run-pipeline.js';
import { tellingOfPipeline } from '../notification/telling-of-pipeline.js';
import { requireInput } from '../shared/require-input.js';
import { asChild } from './as-child.js';
import type { ChildOptions } from './as-child.js';

/**
 * Runs a pipeline. As a workflow, or called as a function in another workflow: then it runs as a child of that one, which
 * `ax-tasks watch` shows by the child's id.
 *
 * Returns the result of every step, also of those that failed. Cancelling cancels every run that it started; the result
 * is then in the memo `result`, or of a call in the `details` of the `CancelledFailure` that it throws.
 */
export async function runPipeline(
  input: RunPipelineInput,
  options: ChildOptions = {},
): Promise<PipelineResult> {
  if (workflowInfo().workflowType === WORKFLOWS.runPipeline) return tellingOfPipeline(input, run);
  requireInput(WORKFLOWS.runPipeline, runPipelineProblem(input));
  const { plan } = input;
  const steps = stepMemos(plan);
  return asChild(WORKFLOWS.runPipeline, input, options, {
    summary: `pipeline ${plan.name}, ${steps.length} steps`,
    memo: { [TITLE_MEMO]: plan.name, [STEPS_MEMO]: steps },
  });
}

async function run(input: RunPipelineInput): Promise<PipelineResult> {
  requireInput(WORKFLOWS.runPipeline, runPipelineProblem(input));
  return itself(input);
}
