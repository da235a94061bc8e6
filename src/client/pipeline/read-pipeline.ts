import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import type { Step } from '../../model/pipeline/plan.js';
import type { ItemResult, StepResult, StepState } from '../../model/pipeline/results.js';
import type { StepSnapshot } from '../../model/pipeline/snapshot.js';
import { omit } from '../../model/base/objects.js';
import { ItemsGoneError } from '../errors.js';
import { describeAttempt } from '../observe/describe-attempt.js';
import { inParallel } from '../in-parallel.js';
import { pipelineResultOf } from '../observe/pipeline-steps.js';
import { takeSnapshot } from '../observe/take-snapshot.js';

/**
 * The results of the steps of a pipeline that ended, by id. Of one that ended without a result (it was terminated, or
 * failed) only runs are known, by their workflows, and fan-outs of them.
 */
export async function readResults(
  client: Client,
  pipeline: WorkflowExecutionDescription,
  steps: readonly Step[],
): Promise<Map<string, StepResult>> {
  const result = await pipelineResultOf(client, pipeline);
  if (result !== null) return new Map(result.steps.map((step) => [step.id, step]));
  const snapshot = await takeSnapshot(client, pipeline.workflowId, null);
  const seen = new Map(snapshot.steps.map((step) => [step.id, step]));
  const read = await inParallel(10, steps, (step) => readStep(client, pipeline, step, seen.get(step.id)));
  return new Map(read.flatMap((step) => (step === null ? [] : [[step.id, step]])));
}

/**
 * A step with all its rows: those that the pipeline's result left out for their size are with the fan-out's own workflow.
 * @throws {@link ItemsGoneError}
 */
export async function withAllItems(
  client: Client,
  pipeline: WorkflowExecutionDescription,
  step: StepResult,
): Promise<StepResult> {
  const { id, itemsLeftOut = 0, attempts } = step;
  if (itemsLeftOut === 0) return step;
  // Items that were tried again count as attempts of the step, and have no fan-out of their own.
  for (let attempt = attempts ?? 1; attempt >= 1; attempt--) {
    const items = await readItems(client, pipeline, id, attempt);
    if (items !== null) return { ...omit(step, 'itemsLeftOut'), items };
  }
  throw new ItemsGoneError(id, itemsLeftOut);
}

const STATES: Partial<Record<StepSnapshot['stage'], StepState>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  ignored: 'failed',
  cancelled: 'cancelled',
};

async function readStep(
  client: Client,
  pipeline: WorkflowExecutionDescription,
  step: Step,
  seen: StepSnapshot | undefined,
): Promise<StepResult | null> {
  const state = seen === undefined ? undefined : STATES[seen.stage];
  // What it gave to others is lost with the pipeline.
  if (seen === undefined || state === undefined || step.outputs !== undefined) return null;
  const items =
    step.fanOut === undefined ? null : await readItems(client, pipeline, step.id, seen.attempt ?? 1);
  if (seen.result === null && items === null) return null;
  const experiments = [seen.result, ...(items ?? [])].flatMap((run) => run?.experimentId ?? []);
  return {
    id: step.id,
    state,
    reason: seen.note,
    result: seen.result,
    kind: 'run',
    attempts: seen.attempt ?? 1,
    startedAt: seen.startedAt,
    endedAt: seen.endedAt,
    ...(experiments.length === 0 ? {} : { experimentIds: experiments }),
    ...(items === null ? {} : { items }),
  };
}

async function readItems(
  client: Client,
  pipeline: WorkflowExecutionDescription,
  stepId: string,
  attempt: number,
): Promise<ItemResult[] | null> {
  const child = await describeAttempt(client, pipeline, stepId, attempt);
  if (child?.status.name !== 'COMPLETED') return null;
  const handle = client.workflow.getHandle<() => Promise<{ items: ItemResult[] }>>(
    child.workflowId,
    child.runId,
  );
  return (await handle.result()).items;
}
