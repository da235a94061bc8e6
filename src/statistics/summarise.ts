import { max, mean, median, min } from 'simple-statistics';
import { withoutNoise } from '../model/base/numbers.js';
import type { ScoreSummary } from '../model/gate/evidence.js';

/** The values of one evaluation on the runs of some experiments. */
export interface ScoreValues {
  scores: readonly number[];
  labels: readonly string[];
  /** Runs that were read, with a value or without. */
  runs: number;
}

const HISTOGRAM_PARTS = 10;
const MAX_LABELS = 20;
/** A label is a word; what is longer is cut, since the summary is kept in a history. */
const MAX_LABEL_LENGTH = 80;

/** Numbers about one set of scores; `counted` says whether a run counts by its score or by its label. */
export function summarise(
  { scores, labels, runs }: ScoreValues,
  counted: 'scores' | 'labels' = 'scores',
): ScoreSummary {
  const values = [...scores];
  const of = (measure: (sample: number[]) => number) =>
    values.length === 0 ? null : withoutNoise(measure(values));
  return {
    count: counted === 'scores' ? scores.length : labels.length,
    runs,
    mean: of(mean),
    median: of(median),
    min: of(min),
    max: of(max),
    labels: labelShares(labels),
    histogram: histogramOf(values),
  };
}

/** How often each label occurs. */
export function countsOf(labels: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}

function labelShares(labels: readonly string[]): Record<string, number> {
  const frequent = [...countsOf(labels)].sort(([, a], [, b]) => b - a).slice(0, MAX_LABELS);
  return Object.fromEntries(
    frequent.map(([label, count]) => [label.slice(0, MAX_LABEL_LENGTH), withoutNoise(count / labels.length)]),
  );
}

function histogramOf(values: number[]): number[] {
  if (values.length === 0) return [];
  const lowest = min(values);
  const width = (max(values) - lowest) / HISTOGRAM_PARTS;
  const parts = new Array<number>(HISTOGRAM_PARTS).fill(0);
  for (const value of values) {
    // The highest value belongs to the last part; where all are equal there is only the first.
    const part = width === 0 ? 0 : Math.min(HISTOGRAM_PARTS - 1, Math.floor((value - lowest) / width));
    parts[part] = (parts[part] ?? 0) + 1;
  }
  return parts;
}
