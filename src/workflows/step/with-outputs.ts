import type { Json } from '../../model/base/json.js';
import { MAX_OUTPUT_BYTES, jsonBytes, megabytes } from '../../model/base/json.js';
import type { Step } from '../../model/pipeline/plan.js';
import type { StepResult } from '../../model/pipeline/results.js';
import { SUCCEEDED, failed } from './unfinished-result.js';
import type { UnfinishedResult } from './unfinished-result.js';
import type { PipelineState } from './pipeline-state.js';
import { evaluateIn, expression } from './evaluate.js';
import type { StepClock } from './step-clock.js';

/** Evaluates the outputs of a step that succeeded so far, which `self` is. The step fails if they are too large. */
export async function withOutputs(
  state: PipelineState,
  step: Step,
  clock: StepClock,
  self: StepResult,
): Promise<UnfinishedResult> {
  const ended = await evaluated(state, step, clock, self);
  const bytes = jsonBytes(ended.outputs ?? self.outputs);
  if (bytes <= MAX_OUTPUT_BYTES) return ended;
  const reason = `its outputs are ${megabytes(bytes)}; the limit is ${megabytes(MAX_OUTPUT_BYTES)}`;
  return { ...failed(reason), outputs: {} };
}

async function evaluated(
  state: PipelineState,
  step: Step,
  clock: StepClock,
  self: StepResult,
): Promise<UnfinishedResult> {
  const named = Object.entries(step.outputs ?? {});
  if (named.length === 0) return { state: self.state, reason: self.reason };
  const values = await evaluateIn(
    state,
    step,
    named.map(([, text]) => expression(text)),
    'the outputs',
    clock,
    self,
  );
  const outputs: Record<string, Json> = { ...self.outputs };
  for (const [position, [name]] of named.entries()) {
    const value = values[position] ?? { problem: 'it was not evaluated' };
    if ('problem' in value) return failed(`output ${name}: ${value.problem}`);
    outputs[name] = value.value;
  }
  return { ...SUCCEEDED, reason: self.reason, outputs };
}
