import { log, setCurrentDetails } from '@temporalio/workflow';
import type { Json } from '../../model/base/json.js';
import { MAX_OUTPUT_BYTES, jsonBytes } from '../../model/base/json.js';
import { neverStarted } from '../../model/pipeline/results.js';
import { pipelineDetails } from '../../model/pipeline/describe-steps.js';
import { fitResults } from '../../model/pipeline/fit-results.js';
import type { PipelineRerun } from '../../model/pipeline/inputs.js';
import { pipelineVerdict } from '../../model/pipeline/pipeline-verdict.js';
import type { PipelineResult } from '../../model/pipeline/results.js';
import type { Evaluated } from '../../model/pipeline/scope.js';
import { allSteps } from '../../model/pipeline/step-order.js';
import { messageOf } from '../shared/failures.js';
import { setSearchAttributes } from '../shared/set-search-attributes.js';
import { evaluateIn, expression } from '../step/evaluate.js';
import type { PipelineState } from '../step/pipeline-state.js';
import { pipelineClock } from '../step/step-clock.js';
import { reportPipeline } from '../shared/report.js';

/** The result of a pipeline that has ended. Steps that a cancel kept from starting count as cancelled. */
export async function conclude(
  state: PipelineState,
  rerun: PipelineRerun | undefined,
): Promise<PipelineResult> {
  const { plan, facts, isCancelled } = state;
  const outputs = await outputsOf(state);
  const steps = allSteps(plan).map(
    (step) =>
      state.results.get(step.id) ??
      neverStarted(step, 'cancelled', 'the pipeline was cancelled before this step'),
  );
  const whole: PipelineResult = {
    name: plan.name,
    verdict: pipelineVerdict(steps, isCancelled),
    steps: [],
    workflowId: facts.workflowId,
    startedAt: new Date(facts.startedAtMs).toISOString(),
    endedAt: new Date().toISOString(),
    labels: plan.labels,
    inputs: plan.inputs ?? {},
    outputs,
    ...(rerun === undefined ? {} : { rerunOf: rerun.of }),
  };
  setSearchAttributes(state, { verdict: whole.verdict });
  reportPipeline(whole.verdict);
  setCurrentDetails(pipelineDetails(plan, state, whole.verdict));
  return { ...whole, steps: fitResults(steps, jsonBytes(whole)) };
}

/** The outputs by name; null for one that has no value, because the step that it reads failed, for example. */
async function outputsOf(state: PipelineState): Promise<Record<string, Json>> {
  const values = await valuesOf(state, Object.values(state.plan.outputs ?? {}));
  let bytes = 0;
  const entries = Object.keys(state.plan.outputs ?? {}).map((name, position): [string, Json] => {
    const value = values[position] ?? { problem: 'it was not evaluated' };
    bytes += 'problem' in value ? 0 : jsonBytes(value.value);
    if (!('problem' in value) && bytes <= MAX_OUTPUT_BYTES) return [name, value.value];
    const problem = 'problem' in value ? value.problem : 'the outputs together are too large';
    log.warn('an output of the pipeline has no value', { output: name, problem });
    return [name, null];
  });
  return Object.fromEntries(entries);
}

// A failure here must not lose the results of the steps.
async function valuesOf(state: PipelineState, texts: readonly string[]): Promise<Evaluated[]> {
  const { name, reads = [] } = state.plan;
  if (state.isCancelled) return texts.map(() => ({ problem: 'the pipeline was cancelled' }));
  try {
    return await evaluateIn(
      state,
      { id: name, reads },
      texts.map(expression),
      'the outputs',
      pipelineClock(null),
    );
  } catch (error) {
    return texts.map(() => ({ problem: messageOf(error) }));
  }
}
