import type { Client, WorkflowHandle } from '@temporalio/client';
import { TRIGGER_MEMO } from '../../model/run/trigger-memo.js';
import type { TriggerFields } from '../../model/api/requests.js';
import { isFixed } from '../../model/run/intent.js';
import type { RunIntent } from '../../model/run/intent.js';
import type { RunTaskInput, WaitForRunInput } from '../../model/run/inputs.js';
import type { RunResult } from '../../model/run/run-result.js';
import { TITLE_MEMO } from '../../model/temporal/memos.js';
import { runWorkflowId, waitWorkflowId } from '../../model/temporal/names.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { endsAsText, windowProblem } from '../../model/time/window.js';
import type { WithDates } from '../../model/time/window.js';
import { InvalidWindowError } from '../errors.js';
import { fingerprint } from '../fingerprint.js';
import { startOrAttach } from '../start.js';
import type { Started, StartOptions } from '../start.js';

/** The workflow that triggers a run. */
export type RunHandle = WorkflowHandle<(input: RunTaskInput) => Promise<RunResult>>;
/** The workflow that waits for a run. */
export type WaitHandle = WorkflowHandle<(input: WaitForRunInput) => Promise<RunResult>>;

/** What a run is started with: a {@link RunTaskInput} in which the ends of the window may be a `Date`. */
export type StartRunInput = Omit<RunTaskInput, 'intent'> & {
  intent: Omit<RunIntent, 'trigger'> & { trigger: WithDates<TriggerFields> };
};

/**
 * Starts one run of a task, or attaches to the workflow of the same intent. An intent that names one run (a whole window, an
 * experiment's name, a key) is started again only after it failed or was cancelled. `title` is the task as people see it.
 * @throws {@link InvalidWindowError}, {@link InputTooLargeError}, {@link InvalidFairnessKeyError}, {@link MissingSearchAttributesError}
 */
export async function startRun(
  client: Client,
  given: StartRunInput,
  { title = given.intent.task, ...options }: StartOptions & { title?: string } = {},
): Promise<Started<RunTaskInput, RunResult>> {
  const trigger = endsAsText<TriggerFields>(given.intent.trigger);
  const problem = windowProblem(trigger);
  if (problem !== null) throw new InvalidWindowError(problem);
  const input: RunTaskInput = { ...given, intent: { ...given.intent, trigger } };
  return startOrAttach(
    client,
    {
      workflow: WORKFLOWS.runTask,
      workflowId: runWorkflowId(input.intent, fingerprint(input.intent)),
      input,
      reuse: isFixed(input.intent) ? 'ALLOW_DUPLICATE_FAILED_ONLY' : 'ALLOW_DUPLICATE',
      summary: `run of ${title}`,
      memo: { [TITLE_MEMO]: title },
    },
    options,
  );
}

/**
 * Waits in a workflow for the end of a run that was started elsewhere, or attaches to one that waits in the same way.
 * @throws {@link InputTooLargeError}, {@link InvalidFairnessKeyError}, {@link MissingSearchAttributesError}
 */
export const startWait = (
  client: Client,
  input: WaitForRunInput,
  options: StartOptions = {},
): Promise<Started<WaitForRunInput, RunResult>> =>
  startOrAttach(
    client,
    {
      workflow: WORKFLOWS.waitForRun,
      workflowId: waitWorkflowId(input.runId, fingerprint(input)),
      input,
      reuse: 'ALLOW_DUPLICATE',
      summary: `wait for run ${input.runId}`,
      memo: { [TITLE_MEMO]: 'run', [TRIGGER_MEMO]: { runId: input.runId } },
    },
    options,
  );
