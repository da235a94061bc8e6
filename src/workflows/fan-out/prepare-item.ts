import type { FanOutItem } from '../../model/pipeline/plan.js';
import type { Scope } from '../../model/pipeline/scope.js';
import { expression, template } from '../pipeline/evaluate-in.js';
import { judging } from '../pipeline/pipeline-activities.js';
import { applied } from '../step/prepare-step.js';
import type { PreparedStep } from '../step/prepare-step.js';
import type { Fan } from './fan.js';

/** So many items are evaluated in one activity. */
const AT_ONCE = 50;

/** The step of an item with its values in their places. Evaluates the ones behind it too, which are needed next. */
export async function prepareItem(fan: Fan, at: number): Promise<PreparedStep> {
  const { step } = fan.input;
  const expressions = [
    ...(step.if === undefined ? [] : [expression(step.if)]),
    ...(step.bindings ?? []).map(template),
  ];
  if (expressions.length === 0) return applied(step, []);
  if (!fan.prepared.has(at)) await prepareSome(fan, at, expressions);
  return fan.prepared.get(at) ?? applied(step, []);
}

async function prepareSome(
  fan: Fan,
  from: number,
  expressions: ReturnType<typeof expression>[],
): Promise<void> {
  const { step, scope } = fan.input;
  const positions = fan.items.map((_item, at) => at).filter((at) => at >= from && !fan.results.has(at));
  const some = positions.slice(0, AT_ONCE);
  const items = some.map((at) => itemScope(fan.items[at], at));
  const values = await judging(`evaluate ${some.length} items of ${step.id}`).evaluateItems({
    scope,
    expressions,
    items,
  });
  for (const [position, at] of some.entries()) fan.prepared.set(at, applied(step, values[position] ?? []));
}

function itemScope(item: FanOutItem | undefined, index: number): Pick<Scope, 'matrix' | 'item' | 'index'> {
  if (item === undefined) return { index };
  return item.isMatrix ? { matrix: item.value, index } : { item: item.value, index };
}
