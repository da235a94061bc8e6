/**
 * For programs of your own that start runs, pipelines and backfills through a Temporal client, without an API key of Arize AX and
 * without the workflows' code.
 */
import type { Client, WorkflowHandle } from '@temporalio/client';
import { startOrAttach } from './client/start-or-attach.js';
import type { StartOptions } from './client/start-or-attach.js';
import { fingerprint } from './client/fingerprint.js';
import { RESULT_MEMO, TITLE_MEMO } from './model/temporal/memos.js';
import { STEPS_MEMO } from './model/pipeline/pipeline-memo.js';
import { TRIGGER_MEMO } from './model/run/trigger-memo.js';
import { WORKFLOWS } from './model/temporal/workflow-types.js';
import type { RunPipelineInput } from './model/pipeline/inputs.js';
import type { RunTaskInput, WaitForRunInput } from './model/run/inputs.js';
import { isFixed } from './model/run/intent.js';
import { PIPELINE_UPDATES } from './model/pipeline/messages.js';
import type { Accepted, ControlRequest } from './model/base/control-request.js';
import type { Decision, StepRequest } from './model/pipeline/messages.js';
import { pipelineWorkflowId, runWorkflowId, waitWorkflowId } from './model/temporal/names.js';
import type { Plan } from './model/pipeline/plan.js';
import type { PipelineResult } from './model/pipeline/results.js';
import type { RunResult } from './model/run/run-result.js';
import { stepMemos } from './model/pipeline/describe-steps.js';

export type { StartOptions } from './client/start-or-attach.js';
export {
  BackfillOverlapError,
  pauseBackfill,
  resizeBackfill,
  resumeBackfill,
  retryFailedWindows,
  startBackfill,
} from './client/backfill/start-backfill.js';
export type { BackfillHandle } from './client/backfill/start-backfill.js';
export { readCoverage, syncCoverage } from './client/coverage/sync-coverage.js';

/** Of a run that was started here. */
export type RunHandle = WorkflowHandle<(input: RunTaskInput) => Promise<RunResult>>;
/** Of a wait for a run. */
export type WaitHandle = WorkflowHandle<(input: WaitForRunInput) => Promise<RunResult>>;
/** Of a pipeline; get one of an ID with `client.workflow.getHandle`. */
export type PipelineHandle = WorkflowHandle<(input: RunPipelineInput) => Promise<PipelineResult>>;

/**
 * Starts one run of a task, or attaches to the workflow of the same intent. One that names its run for good (a whole
 * window, an experiment's name, a key) is started again only after it failed or was cancelled.
 */
export const startRun = (
  client: Client,
  input: RunTaskInput,
  options: StartOptions = {},
): Promise<RunHandle> => {
  const { intent } = input;
  return startOrAttach(client, WORKFLOWS.runTask, input, options, {
    workflowId: runWorkflowId(intent, fingerprint(intent)),
    workflowIdReusePolicy: isFixed(intent) ? 'ALLOW_DUPLICATE_FAILED_ONLY' : 'ALLOW_DUPLICATE',
    staticSummary: `run of ${intent.task}`,
    memo: { [TITLE_MEMO]: intent.task },
  });
};

/** Waits in a workflow for the end of a run that was started elsewhere, or attaches to the one that waits in the same way. */
export const startWait = (
  client: Client,
  input: WaitForRunInput,
  options: StartOptions = {},
): Promise<WaitHandle> =>
  startOrAttach(client, WORKFLOWS.waitForRun, input, options, {
    workflowId: waitWorkflowId(input.runId, fingerprint(input)),
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    staticSummary: `wait for run ${input.runId}`,
    memo: { [TITLE_MEMO]: 'run', [TRIGGER_MEMO]: { runId: input.runId } },
  });

/**
 * Starts a pipeline, or attaches to the one of the same plan that runs; with another `key` it is another one beside it.
 * Make the plan with `parsePipeline`.
 */
export const startPipeline = (
  client: Client,
  plan: Plan,
  options: StartOptions & { key?: string } = {},
): Promise<PipelineHandle> => {
  const steps = stepMemos(plan);
  return startOrAttach(client, WORKFLOWS.runPipeline, { plan }, options, {
    workflowId: pipelineWorkflowId(plan.name, fingerprint({ plan, key: options.key })),
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    staticSummary: `pipeline ${plan.name}, ${steps.length} steps`,
    memo: { [STEPS_MEMO]: steps },
  });
};

/**
 * Waits for the result, also of a workflow that was cancelled: that one leaves it in its memo.
 * @throws WorkflowFailedError where it has none; `cause` is why
 */
export async function resultOf<Input, Result>(
  handle: WorkflowHandle<(input: Input) => Promise<Result>>,
): Promise<Result> {
  try {
    return await handle.result();
  } catch (error) {
    const kept = (await handle.describe()).memo?.[RESULT_MEMO] as Result | undefined;
    if (kept === undefined) throw error;
    return kept;
  }
}

/** Starts nothing more of a pipeline, and leaves alone what runs. */
export const pausePipeline = (handle: PipelineHandle, request: ControlRequest): Promise<Accepted> =>
  handle.executeUpdate<Accepted, [ControlRequest]>(PIPELINE_UPDATES.pause, { args: [request] });

/** Goes on with a pipeline that was paused. */
export const resumePipeline = (handle: PipelineHandle, request: ControlRequest): Promise<Accepted> =>
  handle.executeUpdate<Accepted, [ControlRequest]>(PIPELINE_UPDATES.resume, { args: [request] });

/** Skips a step that has not ended. */
export const skipStep = (handle: PipelineHandle, request: StepRequest): Promise<Accepted> =>
  handle.executeUpdate<Accepted, [StepRequest]>(PIPELINE_UPDATES.skipStep, { args: [request] });

/** Runs a step again that failed, was cancelled or skipped, in a pipeline that goes on. */
export const retryStep = (handle: PipelineHandle, request: StepRequest): Promise<Accepted> =>
  handle.executeUpdate<Accepted, [StepRequest]>(PIPELINE_UPDATES.retryStep, { args: [request] });

/**
 * Answers a step that waits for approval. These five reject with `WorkflowUpdateFailedError`, whose `cause` says why, where
 * it makes no sense.
 */
export const decide = (handle: PipelineHandle, request: Decision): Promise<Accepted> =>
  handle.executeUpdate<Accepted, [Decision]>(PIPELINE_UPDATES.decide, { args: [request] });
