import { bindStep } from '../../model/pipeline/bind-step.js';
import { truthOf } from '../../model/pipeline/gate-request.js';
import { splitExpressions } from '../../model/fan-out/item-expressions.js';
import type { Step } from '../../model/pipeline/plan.js';
import type { Evaluated } from '../../model/pipeline/scope.js';
import { failed, skipped } from './unfinished-result.js';
import type { UnfinishedResult } from './unfinished-result.js';
import { noteUntil, setNote } from './pipeline-state.js';
import type { PipelineState } from './pipeline-state.js';
import { evaluateIn, expression, template } from './evaluate.js';
import type { StepClock } from './step-clock.js';

/** A step with its values in their places; or its result if it ends without running. */
export type PreparedStep = { step: Step } | { ended: UnfinishedResult };

/** Evaluates `if` and the bindings of a step; those that read the item of a fan-out are left to its items. */
export async function prepareStep(
  state: PipelineState,
  planned: Step,
  clock: StepClock,
): Promise<PreparedStep> {
  if (planned.fanOut === undefined) return evaluated(state, planned, clock);
  const { once, each } = splitExpressions(planned);
  const prepared = await evaluated(state, once, clock);
  return 'ended' in prepared ? prepared : { step: { ...prepared.step, ...each } };
}

async function evaluated(state: PipelineState, step: Step, clock: StepClock): Promise<PreparedStep> {
  const conditions = step.if === undefined ? [] : [expression(step.if)];
  const expressions = [...conditions, ...(step.bindings ?? []).map(template)];
  if (expressions.length > 0) setNote(state, step.id, noteUntil('preparing', clock));
  return applied(step, await evaluateIn(state, step, expressions, 'the expressions', clock));
}

/** Applies the values of a step's `if`, if it has one, and of its bindings. */
export function applied(step: Step, values: readonly Evaluated[]): PreparedStep {
  const { if: condition, ...rest } = step;
  const [first, ...others] = values;
  if (condition === undefined) return bound(rest, values);
  const truth = truthOf(first ?? { problem: 'it was not evaluated' });
  if (typeof truth !== 'boolean') return { ended: failed(`if: ${truth.problem}`) };
  return truth ? bound(rest, others) : { ended: skipped(`if is false: ${condition}`) };
}

function bound(step: Step, values: readonly Evaluated[]): PreparedStep {
  const result = bindStep(step, values);
  return 'problem' in result ? { ended: failed(result.problem) } : result;
}
