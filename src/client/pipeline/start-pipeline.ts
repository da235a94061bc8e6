import type { Client, WorkflowHandle } from '@temporalio/client';
import { stepMemos } from '../../model/pipeline/describe-steps.js';
import type { PipelineRerun, RunPipelineInput } from '../../model/pipeline/inputs.js';
import { omit } from '../../model/base/objects.js';
import { TITLE_MEMO } from '../../model/temporal/memos.js';
import { STEPS_MEMO } from '../../model/pipeline/pipeline-memo.js';
import type { Plan } from '../../model/pipeline/plan.js';
import type { RerunChoice } from '../../model/pipeline/rerun/plan-rerun.js';
import type { PipelineResult } from '../../model/pipeline/results.js';
import { pipelineWorkflowId } from '../../model/temporal/names.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { fingerprint } from '../fingerprint.js';
import { describeIfAny } from '../workflow.js';
import { startOrAttach } from '../start.js';
import type { Started, StartOptions } from '../start.js';

/** A pipeline; get the handle of an ID with `client.workflow.getHandle`. */
export type PipelineHandle = WorkflowHandle<(input: RunPipelineInput) => Promise<PipelineResult>>;

/** A pipeline that was started, or found. */
export type StartedPipeline = Started<RunPipelineInput, PipelineResult>;

/**
 * Starts a pipeline, or attaches to the running one of the same plan; with another `key` it is another pipeline. Make the
 * plan with `parsePipeline`.
 * @throws {@link InputTooLargeError}, {@link InvalidFairnessKeyError}, {@link MissingSearchAttributesError}
 */
export const startPipeline = (
  client: Client,
  plan: Plan,
  { key, ...options }: StartOptions & { key?: string } = {},
): Promise<StartedPipeline> => startPlan(client, pipelineIdOf(plan, key), { plan }, options);

/** The workflow ID of a pipeline that {@link startPipeline} starts. */
export const pipelineIdOf = (plan: Plan, key: string | undefined): string =>
  pipelineWorkflowId(plan.name, fingerprint({ plan: workOf(plan), key }));

/** Who is told of it makes no other pipeline. */
const workOf = (plan: Plan): Plan => omit(plan, 'notify');

/**
 * Starts a rerun of a pipeline, unless the same choice of the same execution was rerun before: its experiments would have
 * the same names.
 * @throws {@link InputTooLargeError}, {@link InvalidFairnessKeyError}, {@link MissingSearchAttributesError}
 */
export async function startRerun(
  client: Client,
  { plan }: RunPipelineInput,
  rerun: PipelineRerun,
  { key, choice, ...options }: StartOptions & { key?: string; choice: RerunChoice },
): Promise<StartedPipeline> {
  const workflowId = pipelineWorkflowId(
    plan.name,
    fingerprint({ plan: workOf(plan), of: rerun.of, choice, key }),
  );
  const former = await describeIfAny(client, workflowId);
  if (former !== null && former.status.name !== 'RUNNING')
    return { handle: client.workflow.getHandle(workflowId), how: 'finished' };
  return startPlan(client, workflowId, { plan, rerun }, options);
}

function startPlan(
  client: Client,
  workflowId: string,
  input: RunPipelineInput,
  options: StartOptions,
): Promise<StartedPipeline> {
  const { plan, rerun } = input;
  const steps = stepMemos(plan);
  const what = `pipeline ${plan.name}, ${steps.length} steps`;
  return startOrAttach(
    client,
    {
      workflow: WORKFLOWS.runPipeline,
      workflowId,
      input,
      reuse: 'ALLOW_DUPLICATE',
      summary: rerun === undefined ? what : `${what}, ${rerun.kept.length} kept from ${rerun.of.workflowId}`,
      memo: { [TITLE_MEMO]: input.plan.name, [STEPS_MEMO]: steps },
    },
    options,
  );
}
