/**
 * How often each number was met: one by one as long as there are few, and in bins of equal width once there are more. Then
 * quartiles are right to the width of a bin.
 */
export type ValueCounts = ExactCounts | BinnedCounts;

interface ExactCounts {
  kind: 'values';
  /** From the lowest to the highest. */
  values: [value: number, count: number][];
}

interface BinnedCounts {
  kind: 'bins';
  /** Where the first bin begins. */
  from: number;
  width: number;
  counts: number[];
}

/** The most values that are counted one by one, and how many bins there are. */
export const MAX_VALUES = 1000;

/** Numbers so close together that a part of their distance is none must still have bins of some width. */
const TINY = 1e-300;

export const noValues = (): ValueCounts => ({ kind: 'values', values: [] });

/** Counts with a number more; changes what it is given, and may give back another. */
export function countValue(counts: ValueCounts, value: number, times = 1): ValueCounts {
  if (counts.kind === 'bins') return countInBin(counts, value, times);
  const at = placeOf(counts.values, value);
  const there = counts.values[at];
  if (there?.[0] === value) there[1] += times;
  else counts.values.splice(at, 0, [value, times]);
  return counts.values.length > MAX_VALUES ? binned(counts) : counts;
}

export function mergeValues(one: ValueCounts, other: ValueCounts): ValueCounts {
  const [from, into] = one.kind === 'values' ? [one, other] : [other, one];
  return valuesOf(from).reduce<ValueCounts>(
    (to, [value, count]) => countValue(to, value, count),
    copyOf(into),
  );
}

/** The numbers with their counts from the lowest to the highest; of a bin, its middle. */
export function valuesOf(counts: ValueCounts): [value: number, count: number][] {
  if (counts.kind === 'values') return counts.values;
  const { from, width } = counts;
  return counts.counts.flatMap((count, at): [number, number][] =>
    count === 0 ? [] : [[from + (at + 0.5) * width, count]],
  );
}

function copyOf(counts: ValueCounts): ValueCounts {
  if (counts.kind === 'bins') return { ...counts, counts: [...counts.counts] };
  return { kind: 'values', values: counts.values.map(([value, count]) => [value, count]) };
}

/** Where a value is, or belongs. */
function placeOf(values: ExactCounts['values'], value: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle]?.[0] ?? Infinity) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function binned({ values }: ExactCounts): BinnedCounts {
  const [from, to] = [values[0]?.[0] ?? 0, values.at(-1)?.[0] ?? 0];
  const counts = new Array<number>(MAX_VALUES).fill(0);
  const bins: BinnedCounts = { kind: 'bins', from, width: Math.max(TINY, (to - from) / MAX_VALUES), counts };
  return values.reduce((into, [value, count]) => countInBin(into, value, count), bins);
}

function countInBin(bins: BinnedCounts, value: number, times: number): BinnedCounts {
  while (value < bins.from) widenDown(bins);
  while (value > bins.from + bins.width * MAX_VALUES) widenUp(bins);
  const at = Math.min(MAX_VALUES - 1, Math.floor((value - bins.from) / bins.width));
  bins.counts[at] = (bins.counts[at] ?? 0) + times;
  return bins;
}

/** Bins of twice the width, from the same beginning. */
function widenUp(bins: BinnedCounts): void {
  bins.width *= 2;
  bins.counts = [...inPairs(bins.counts), ...new Array<number>(MAX_VALUES / 2).fill(0)];
}

/** Bins of twice the width, to the same end. */
function widenDown(bins: BinnedCounts): void {
  bins.from -= bins.width * MAX_VALUES;
  bins.width *= 2;
  bins.counts = [...new Array<number>(MAX_VALUES / 2).fill(0), ...inPairs(bins.counts)];
}

const inPairs = (counts: readonly number[]): number[] =>
  Array.from({ length: counts.length / 2 }, (_, at) => (counts[2 * at] ?? 0) + (counts[2 * at + 1] ?? 0));
