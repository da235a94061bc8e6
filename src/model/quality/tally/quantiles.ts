import { valuesOf } from './value-counts.js';
import type { ValueCounts } from './value-counts.js';

/**
 * The value below which `share` of all lie, by the straight line between the two values beside it (as most libraries do). Null
 * where there are none.
 */
export function quantileOf(counts: ValueCounts, share: number): number | null {
  const values = valuesOf(counts);
  const last = values.reduce((sum, [, count]) => sum + count, 0) - 1;
  const [lower, upper] = [nth(values, Math.floor(last * share)), nth(values, Math.ceil(last * share))];
  if (lower === null || upper === null) return null;
  return lower + (upper - lower) * (last * share - Math.floor(last * share));
}

function nth(values: readonly [number, number][], rank: number): number | null {
  let before = 0;
  for (const [value, count] of values) {
    before += count;
    if (rank < before) return value;
  }
  return null;
}

const PARTS = 10;

/** How many lie in each of ten equal parts from the lowest to the highest. Empty where there are none. */
export function histogramOf(counts: ValueCounts, min: number | null, max: number | null): number[] {
  if (min === null || max === null) return [];
  const width = (max - min) / PARTS;
  const parts = new Array<number>(PARTS).fill(0);
  for (const [value, count] of valuesOf(counts)) {
    // The highest value belongs to the last part; where all are equal there is only the first.
    const part = width === 0 ? 0 : Math.max(0, Math.min(PARTS - 1, Math.floor((value - min) / width)));
    parts[part] = (parts[part] ?? 0) + count;
  }
  return parts;
}
