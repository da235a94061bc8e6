import { startChild } from '@temporalio/workflow';
import { stateOfItems } from '../../model/fan-out/fan-out-rows.js';
import { MAX_PAYLOAD_BYTES, jsonBytes, megabytes } from '../../model/base/json.js';
import { omit } from '../../model/base/objects.js';
import { attemptWorkflowId } from '../../model/temporal/names.js';
import type { Step } from '../../model/pipeline/plan.js';
import type { FanOutResult, RunFanOutInput } from '../../model/fan-out/inputs.js';
import type { ItemResult, StepState } from '../../model/pipeline/results.js';
import { scopeFor } from '../../model/pipeline/step-facts.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import type { WorkflowTypes } from '../../model/temporal/workflow-types.js';
import { childOptions } from '../shared/child-options.js';
import { failed } from './unfinished-result.js';
import type { UnfinishedResult } from './unfinished-result.js';
import { noteOf, signalPaused } from './pipeline-state.js';
import type { PipelineState } from './pipeline-state.js';
import { untilResumed } from './step-context.js';
import type { StepContext } from './step-context.js';

/** Runs a step for each of its items, in a child workflow that returns a row for each. */
export async function startFanOut(
  state: PipelineState,
  step: Step,
  experimentIds: string[],
  context: StepContext,
): Promise<UnfinishedResult> {
  await untilResumed(context);
  const input = inputOf(state, step, experimentIds, context);
  const bytes = jsonBytes(input);
  if (bytes > MAX_PAYLOAD_BYTES)
    return failed(
      `its items and what they read are ${megabytes(bytes)}; the limit is ${megabytes(MAX_PAYLOAD_BYTES)}`,
    );
  const attempt = context.attemptsBefore + 1;
  context.onAttempt(attempt);
  context.note(attempt === 1 ? null : noteOf('child', { attempt }));
  const handle = await startChild<WorkflowTypes['runFanOut']>(WORKFLOWS.runFanOut, {
    args: [input],
    ...childOptions({
      workflowId: attemptWorkflowId(context.workflowId, attempt),
      summary: `${step.id}: fan-out, at most ${step.fanOut?.limit ?? 1} at once`,
      details: `Step **${step.id}** of ${state.plan.name}, for each of its items.`,
      searchAttributes: context.searchAttributes,
    }),
  });
  const running = state.running.get(step.id);
  if (running !== undefined) running.fanOut = handle;
  if (state.paused !== null) signalPaused(handle, true);
  return resultOf(await handle.result(), attempt, context);
}

function inputOf(
  state: PipelineState,
  step: Step,
  experimentIds: string[],
  context: StepContext,
): RunFanOutInput {
  const { plan, facts, results, reopened, rerunOf } = state;
  return {
    pipeline: { name: plan.name, workflowId: facts.workflowId, rerunOf },
    // Gate and outputs belong to the whole step, after all items have ended.
    step: omit(step, 'gate', 'outputs'),
    scope: scopeFor(plan, facts, results, step.reads ?? []),
    experimentIds,
    deadlineMs: context.clock.pipelineEndMs,
    attemptsBefore: context.attemptsBefore,
    ...(state.hasSearchAttributes ? { hasSearchAttributes: true } : {}),
    kept: (reopened.get(step.id)?.items ?? []).filter(isKept),
  };
}

const RUN_AGAIN: readonly StepState[] = ['failed', 'cancelled', 'running'];
const isKept = ({ state }: ItemResult): boolean => !RUN_AGAIN.includes(state);

function resultOf({ items, problem }: FanOutResult, attempt: number, context: StepContext): UnfinishedResult {
  const attempts = Math.max(attempt, ...items.map((item) => item.attempts));
  context.onAttempt(attempts);
  const ids = items.map(({ experimentId }) => experimentId).filter((id) => id !== null);
  const rows = { items, attempts, experimentIds: [...new Set(ids)] };
  return problem === null ? { ...stateOfItems(items), ...rows } : { ...failed(problem), ...rows };
}
