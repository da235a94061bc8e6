import { jsonBytes } from '../base/json.js';
import { omit } from '../base/objects.js';
import type { ItemResult, StepResult } from './results.js';

/** The largest result of a pipeline, in bytes: a rerun's input contains it, the plan, and rows that were left out. */
const MAX_RESULT_BYTES = 1_000_000;

/**
 * The results of steps, made to fit into one payload. If they are too large, each fan-out leaves out as many rows as it
 * must, first those that succeeded, and says how many (`itemsLeftOut`): its own workflow has all rows. If that is not
 * enough, the largest outputs and lists of experiments are left out too. `otherBytes`: the size of the rest of the payload.
 */
export function fitResults(results: readonly StepResult[], otherBytes = 0): StepResult[] {
  const maxBytes = Math.max(0, MAX_RESULT_BYTES - otherBytes);
  if (jsonBytes(results) <= maxBytes) return [...results];
  return withoutLargest(withoutRows(results, maxBytes), maxBytes);
}

function withoutRows(results: readonly StepResult[], maxBytes: number): StepResult[] {
  const fanOuts = results
    .filter(({ items = [] }) => items.length > 0)
    .map((step) => [step, rowBytes(step)] as const);
  const rows = fanOuts.reduce((sum, [, bytes]) => sum + bytes, 0);
  let left = Math.max(0, maxBytes - (jsonBytes(results) - rows) - LEFT_OUT_BYTES * fanOuts.length);
  const fitted = new Map<string, StepResult>();
  // The smallest first: the others can use what it leaves.
  for (const [at, [step]] of fanOuts.toSorted(([, a], [, b]) => a - b).entries()) {
    const kept = withRows(step, Math.floor(left / (fanOuts.length - at)));
    left -= rowBytes(kept);
    fitted.set(step.id, kept);
  }
  return results.map((step) => fitted.get(step.id) ?? step);
}

/** The size of the member `itemsLeftOut`. */
const LEFT_OUT_BYTES = 30;

const rowBytes = ({ items }: StepResult): number => jsonBytes(items);

function withRows(step: StepResult, maxBytes: number): StepResult {
  const { items = [] } = step;
  const kept = new Set<ItemResult>();
  let bytes = 2;
  for (const row of items.toSorted((a, b) => weight(a) - weight(b))) {
    bytes += jsonBytes(row) + 1;
    if (bytes > maxBytes) break;
    kept.add(row);
  }
  if (kept.size === items.length) return step;
  const before = step.itemsLeftOut ?? 0;
  return {
    ...step,
    items: items.filter((row) => kept.has(row)),
    itemsLeftOut: before + items.length - kept.size,
  };
}

const weight = ({ state }: ItemResult): number => (state === 'succeeded' || state === 'skipped' ? 1 : 0);

function withoutLargest(results: readonly StepResult[], maxBytes: number): StepResult[] {
  let bytes = jsonBytes(results);
  const fitted = new Map(results.map((step) => [step.id, step]));
  for (const member of ['outputs', 'experimentIds'] as const) {
    const sizes = results.map((step) => [step.id, jsonBytes(step[member])] as const);
    for (const [id, size] of sizes.toSorted(([, a], [, b]) => b - a)) {
      const step = fitted.get(id);
      if (bytes <= maxBytes || step?.[member] === undefined) continue;
      fitted.set(id, omit(step, member));
      bytes -= size;
    }
  }
  return results.map((step) => fitted.get(step.id) ?? step);
}
