import { MAX_PAYLOAD_BYTES, jsonBytes, megabytes } from '../../model/base/json-bytes.js';
import type { Binding, Step } from '../../model/pipeline/plan.js';
import type { StepResult } from '../../model/pipeline/results.js';
import type { Evaluated, ScopedExpression } from '../../model/pipeline/scope.js';
import { scopeFor } from '../../model/pipeline/step-facts.js';
import type { Engine } from './engine.js';
import { judging } from './pipeline-activities.js';

/** Evaluates expressions of a step; no activity where there are none. `self`: what is known of the step by now. */
export async function evaluateIn(
  engine: Engine,
  step: Pick<Step, 'id' | 'reads'>,
  expressions: ScopedExpression[],
  what: string,
  self?: StepResult,
): Promise<Evaluated[]> {
  if (expressions.length === 0) return [];
  const scope = scopeFor(engine.plan, engine.facts, engine.results, step.reads ?? [], self);
  const bytes = jsonBytes(scope);
  if (bytes > MAX_PAYLOAD_BYTES) {
    const problem = `the steps that it reads have ${megabytes(bytes)}, expected at most ${megabytes(MAX_PAYLOAD_BYTES)}`;
    return expressions.map(() => ({ problem }));
  }
  return judging(`evaluate ${what} of ${step.id}`).evaluate({ scope, expressions });
}

export const expression = (text: string): ScopedExpression => ({ form: 'expression', text });
export const template = ({ template: text }: Binding): ScopedExpression => ({ form: 'template', text });
