import { withoutNoise } from '../../base/numbers.js';

/** What the evaluations of one name amount to in some time, of one window or of several together. */
export interface MergedSummary {
  /** Spans that bear the evaluation. */
  evaluated: number;
  /** Of these, with a score. */
  count: number;
  /** Of these, with something that is no score and no label. */
  unreadable: number;
  mean: number | null;
  /** Of the sample; null for fewer than two scores. */
  sd: number | null;
  min: number | null;
  max: number | null;
  /** A quarter, a half and three quarters of the scores are at most this; null for several windows: parts do not tell it. */
  quartiles: [number, number, number] | null;
  /** How many spans bear each label. */
  labels: Record<string, number>;
  /** Spans with labels beyond those that are kept by name. */
  otherLabels: number;
  /** Scores in equal parts from `min` to `max`; empty for several windows. */
  histogram: number[];
}

/**
 * The evaluations of several times together. Counts, mean, standard deviation and extremes are those of all scores at once;
 * quartiles and histograms cannot be made from parts, and are left out unless there is one part.
 */
export function mergeSummaries(parts: readonly MergedSummary[]): MergedSummary | null {
  const [first, ...others] = parts.filter(({ evaluated }) => evaluated > 0);
  return first === undefined ? (parts[0] ?? null) : others.reduce(mergeTwo, first);
}

function mergeTwo(a: MergedSummary, b: MergedSummary): MergedSummary {
  return {
    evaluated: a.evaluated + b.evaluated,
    count: a.count + b.count,
    unreadable: a.unreadable + b.unreadable,
    ...momentsOf(a, b),
    min: least(a.min, b.min, Math.min),
    max: least(a.max, b.max, Math.max),
    quartiles: null,
    labels: sumOfLabels(a.labels, b.labels),
    otherLabels: a.otherLabels + b.otherLabels,
    histogram: [],
  };
}

/** The mean and the spread of two samples together (Chan, Golub and LeVeque 1979). */
function momentsOf(a: MergedSummary, b: MergedSummary): Pick<MergedSummary, 'mean' | 'sd'> {
  if (a.mean === null || b.mean === null)
    return a.mean === null ? { mean: b.mean, sd: b.sd } : { mean: a.mean, sd: a.sd };
  const count = a.count + b.count;
  const difference = b.mean - a.mean;
  const squares = squaresOf(a) + squaresOf(b) + (difference * difference * a.count * b.count) / count;
  return {
    mean: withoutNoise(a.mean + (difference * b.count) / count),
    sd: withoutNoise(Math.sqrt(squares / (count - 1))),
  };
}

const squaresOf = ({ sd, count }: MergedSummary): number => (sd ?? 0) ** 2 * (count - 1);

const least = (a: number | null, b: number | null, of: (a: number, b: number) => number): number | null =>
  a === null || b === null ? (a ?? b) : of(a, b);

function sumOfLabels(
  a: Readonly<Record<string, number>>,
  b: Readonly<Record<string, number>>,
): Record<string, number> {
  const sums = new Map(Object.entries(a));
  for (const [label, count] of Object.entries(b)) sums.set(label, (sums.get(label) ?? 0) + count);
  return Object.fromEntries(sums);
}

/** The labels of an evaluation, the most frequent first. */
export const labelsByCount = (summary: MergedSummary | null): string[] =>
  Object.entries(summary?.labels ?? {})
    .sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1))
    .map(([label]) => label);

/** Spans with a label of an evaluation. */
export const labelledIn = ({ labels, otherLabels }: MergedSummary): number =>
  Object.values(labels).reduce((sum, count) => sum + count, otherLabels);
