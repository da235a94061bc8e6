import { workflowInfo } from '@temporalio/workflow';
import { TITLE_MEMO } from '../../model/temporal/memos.js';
import { TRIGGER_MEMO } from '../../model/run/trigger-memo.js';
import { waitForRunProblem } from '../../model/run/inputs.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import type { WaitForRunInput } from '../../model/run/inputs.js';
import type { RunResult } from '../../model/run/run-result.js';
import { waitForRun as itself } from '../run/wait-for-run.js';
import { tellingOfRun } from '../notification/telling-of-run.js';
import { requireInput } from '../shared/require-input.js';
import { asChild } from './as-child.js';
import type { ChildOptions } from './as-child.js';

/**
 * Waits durably for the end of a run that was started elsewhere, and returns how it ended. As a workflow, or called as a
 * function in another workflow: then it runs as a child of that one.
 *
 * Cancelling cancels the run, or leaves it if `onCancel` is `detach`; a call then throws `CancelledFailure` with the
 * result in its `details`. Fails as `AxNotFound` if there is no such run.
 */
export async function waitForRun(input: WaitForRunInput, options: ChildOptions = {}): Promise<RunResult> {
  if (workflowInfo().workflowType === WORKFLOWS.waitForRun) return tellingOfRun(input, wait);
  requireInput(WORKFLOWS.waitForRun, waitForRunProblem(input));
  const { runId } = input;
  return asChild(WORKFLOWS.waitForRun, input, options, {
    summary: `wait for run ${runId}`,
    memo: { [TITLE_MEMO]: 'run', [TRIGGER_MEMO]: { runId } },
  });
}

async function wait(input: WaitForRunInput): Promise<RunResult> {
  requireInput(WORKFLOWS.waitForRun, waitForRunProblem(input));
  return itself(input);
}
