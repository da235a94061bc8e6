import { MAX_PAYLOAD_BYTES, jsonBytes, megabytes } from '../../model/base/json.js';
import type { Binding, Step } from '../../model/pipeline/plan.js';
import type { StepResult } from '../../model/pipeline/results.js';
import type { Evaluated, ScopedExpression } from '../../model/pipeline/scope.js';
import { scopeFor } from '../../model/pipeline/step-facts.js';
import { evaluating } from './activities.js';
import { inTime } from './step-clock.js';
import type { StepClock } from './step-clock.js';
import type { PipelineState } from './pipeline-state.js';

/**
 * Evaluates expressions of a step in one activity; in none if there are no expressions. `self`: what is known of the step
 * itself.
 */
export async function evaluateIn(
  state: PipelineState,
  step: Pick<Step, 'id' | 'reads'>,
  expressions: ScopedExpression[],
  what: string,
  clock: StepClock,
  self?: StepResult,
): Promise<Evaluated[]> {
  if (expressions.length === 0) return [];
  const scope = scopeFor(state.plan, state.facts, state.results, step.reads ?? [], self);
  const bytes = jsonBytes(scope);
  if (bytes > MAX_PAYLOAD_BYTES) {
    const problem = `the steps that it reads are ${megabytes(bytes)}; the limit is ${megabytes(MAX_PAYLOAD_BYTES)}`;
    return expressions.map(() => ({ problem }));
  }
  const call = { stepId: step.id, summary: `evaluate ${what} of ${step.id}` };
  return inTime(clock, `${what} were being evaluated`, (leftMs) =>
    evaluating({ ...call, leftMs }).evaluate({ scope, expressions }),
  );
}

export const expression = (text: string): ScopedExpression => ({ form: 'expression', text });
export const template = ({ template: text }: Binding): ScopedExpression => ({ form: 'template', text });
