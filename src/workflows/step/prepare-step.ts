import { bindStep } from '../../model/pipeline/bind-step.js';
import { truthOf } from '../../model/pipeline/gate-request.js';
import { splitExpressions } from '../../model/fan-out/item-expressions.js';
import type { Step } from '../../model/pipeline/plan.js';
import type { Evaluated } from '../../model/pipeline/scope.js';
import { failed, skipped } from './draft.js';
import type { Draft } from './draft.js';
import { note, phase } from '../pipeline/engine.js';
import type { Engine } from '../pipeline/engine.js';
import { evaluateIn, expression, template } from '../pipeline/evaluate-in.js';

/** A step with its values in their places; or how it ended without them. */
export type PreparedStep = { step: Step } | { ended: Draft };

/** Evaluates `if` and the bindings of a step; under a fan-out those that read the item are left to its items. */
export async function prepareStep(engine: Engine, planned: Step): Promise<PreparedStep> {
  if (planned.fanOut === undefined) return evaluated(engine, planned);
  const { once, each } = splitExpressions(planned);
  const prepared = await evaluated(engine, once);
  return 'ended' in prepared ? prepared : { step: { ...prepared.step, ...each } };
}

async function evaluated(engine: Engine, step: Step): Promise<PreparedStep> {
  const conditions = step.if === undefined ? [] : [expression(step.if)];
  const expressions = [...conditions, ...(step.bindings ?? []).map(template)];
  if (expressions.length > 0) note(engine, step.id, phase('preparing'));
  return applied(step, await evaluateIn(engine, step, expressions, 'the expressions'));
}

/** Applies the values of a step's `if`, where it has one, and of its bindings. */
export function applied(step: Step, values: readonly Evaluated[]): PreparedStep {
  const { if: condition, ...rest } = step;
  const [first, ...others] = values;
  if (condition === undefined) return bound(rest, values);
  const truth = truthOf(first ?? { problem: 'was not evaluated' });
  if (typeof truth !== 'boolean') return { ended: failed(`if: ${truth.problem}`) };
  return truth ? bound(rest, others) : { ended: skipped(`if is false: ${condition}`) };
}

function bound(step: Step, values: readonly Evaluated[]): PreparedStep {
  const result = bindStep(step, values);
  return 'problem' in result ? { ended: failed(result.problem) } : result;
}
