import { TemporalFailure } from '@temporalio/common';
import type { FanOutItem } from '../../model/pipeline/plan.js';
import type { Scope } from '../../model/pipeline/scope.js';
import { messageOf } from '../shared/failures.js';
import { evaluating } from '../step/activities.js';
import { expression, template } from '../step/evaluate.js';
import { applied } from '../step/prepare-step.js';
import type { PreparedStep } from '../step/prepare-step.js';
import { failed } from '../step/unfinished-result.js';
import { inTime, pipelineClock } from '../step/step-clock.js';
import type { FanOutState } from './fan-out-state.js';

/** How many items one activity evaluates. */
const ITEMS_AT_ONCE = 50;

/** The step of an item with its values in their places. Evaluates the following items too, which are needed next. */
export async function prepareItem(state: FanOutState, at: number): Promise<PreparedStep> {
  const { step } = state.input;
  const expressions = [
    ...(step.if === undefined ? [] : [expression(step.if)]),
    ...(step.bindings ?? []).map(template),
  ];
  if (expressions.length === 0) return applied(step, []);
  if (!state.prepared.has(at)) await prepareFrom(state, at, expressions);
  return state.prepared.get(at) ?? applied(step, []);
}

async function prepareFrom(
  state: FanOutState,
  from: number,
  expressions: ReturnType<typeof expression>[],
): Promise<void> {
  const { step, scope, deadlineMs } = state.input;
  const open = state.items.map((_item, at) => at).filter((at) => at >= from && !state.results.has(at));
  const positions = open.slice(0, ITEMS_AT_ONCE);
  const items = positions.map((at) => itemScope(state.items[at], at));
  const call = { stepId: step.id, summary: `evaluate ${positions.length} items of ${step.id}` };
  const values = await inTime(pipelineClock(deadlineMs), 'its expressions were being evaluated', (leftMs) =>
    evaluating({ ...call, leftMs }).evaluateItems({ scope, expressions, items }),
  ).catch(asProblem);
  for (const [nth, at] of positions.entries()) {
    const prepared =
      'problem' in values ? { ended: failed(values.problem) } : applied(step, values[nth] ?? []);
    state.prepared.set(at, prepared);
  }
}

// The rows of the other items must not be lost.
function asProblem(error: unknown): { problem: string } {
  if (error instanceof TemporalFailure) return { problem: messageOf(error) };
  throw error;
}

function itemScope(item: FanOutItem | undefined, index: number): Pick<Scope, 'matrix' | 'item' | 'index'> {
  if (item === undefined) return { index };
  return item.isMatrix ? { matrix: item.value, index } : { item: item.value, index };
}
