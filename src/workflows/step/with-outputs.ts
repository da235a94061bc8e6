import type { Json } from '../../model/base/json.js';
import { MAX_OUTPUT_BYTES, jsonBytes, megabytes } from '../../model/base/json-bytes.js';
import type { Step } from '../../model/pipeline/plan.js';
import type { StepResult } from '../../model/pipeline/results.js';
import { WELL, failed } from './draft.js';
import type { Draft } from './draft.js';
import type { Engine } from '../pipeline/engine.js';
import { evaluateIn, expression } from '../pipeline/evaluate-in.js';

/** Evaluates the outputs of a step that went well. `self`: what it came to. Too large ones fail it. */
export async function withOutputs(engine: Engine, step: Step, self: StepResult): Promise<Draft> {
  const ended = await evaluated(engine, step, self);
  const bytes = jsonBytes(ended.outputs ?? self.outputs);
  if (bytes <= MAX_OUTPUT_BYTES) return ended;
  const reason = `its outputs have ${megabytes(bytes)}, expected at most ${megabytes(MAX_OUTPUT_BYTES)}`;
  return { ...failed(reason), outputs: {} };
}

async function evaluated(engine: Engine, step: Step, self: StepResult): Promise<Draft> {
  const named = Object.entries(step.outputs ?? {});
  if (named.length === 0) return { state: self.state, reason: self.reason };
  const values = await evaluateIn(
    engine,
    step,
    named.map(([, text]) => expression(text)),
    'the outputs',
    self,
  );
  const outputs: Record<string, Json> = { ...self.outputs };
  for (const [position, [name]] of named.entries()) {
    const value = values[position] ?? { problem: 'was not evaluated' };
    if ('problem' in value) return failed(`output ${name}: ${value.problem}`);
    outputs[name] = value.value;
  }
  return { ...WELL, reason: self.reason, outputs };
}
