import { workflowInfo } from '@temporalio/workflow';
import { TITLE_MEMO } from '../../model/temporal/memos.js';
import { runTaskProblem } from '../../model/run/inputs.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import type { RunTaskInput } from '../../model/run/inputs.js';
import type { RunResult } from '../../model/run/run-result.js';
import { runTask as itself } from '../run/run-task.js';
import { tellingOfRun } from '../notification/telling-of-run.js';
import { requireInput } from '../shared/require-input.js';
import { asChild } from './as-child.js';
import type { ChildOptions } from './as-child.js';

/**
 * Triggers one run of a task, once, and waits for its end. As a workflow, or called as a function in another workflow:
 * then it runs as a child of that one, and any number of calls may run side by side.
 *
 * Returns how the run ended: an outcome is a value, even if the run failed. Cancelling cancels the run; the result is
 * then in the memo `result`, or of a call in the `details` of the `CancelledFailure` that it throws.
 *
 * Fails as `InvalidInput`, `AxNotFound`, … if the trigger is refused, and as `TriggerUnresolved` if its fate cannot
 * be established.
 */
export async function runTask(input: RunTaskInput, options: ChildOptions = {}): Promise<RunResult> {
  if (workflowInfo().workflowType === WORKFLOWS.runTask) return tellingOfRun(input, run);
  requireInput(WORKFLOWS.runTask, runTaskProblem(input));
  const { task } = input.intent;
  return asChild(WORKFLOWS.runTask, input, options, {
    summary: `run of ${task}`,
    memo: { [TITLE_MEMO]: task },
  });
}

async function run(input: RunTaskInput): Promise<RunResult> {
  requireInput(WORKFLOWS.runTask, runTaskProblem(input));
  return itself(input);
}
