import type { RunEvaluation, RunQuality } from './run-quality.js';
import { labelledIn, labelsByCount } from './merged-summary.js';

/** The main number of an evaluation in a window: the mean of its scores, else the share of its most frequent label. */
export interface EvaluationValue {
  evaluation: string;
  /** Null: the mean score. */
  label: string | null;
  value: number;
  /** Scores or labels that it rests on. */
  samples: number;
}

/** Of a window of a firing, whose result lists many windows. */
const MAX_VALUES = 5;

/** The values of what some runs over one window said, the first ones. */
export const valuesOfRuns = (runs: readonly RunQuality[]): EvaluationValue[] =>
  runs
    .flatMap(({ evaluations }) => evaluations)
    .flatMap(valueOf)
    .slice(0, MAX_VALUES);

function valueOf({ name: evaluation, summary }: RunEvaluation): EvaluationValue[] {
  if (summary.mean !== null)
    return [{ evaluation, label: null, value: summary.mean, samples: summary.count }];
  const [label] = labelsByCount(summary);
  if (label === undefined) return [];
  const samples = labelledIn(summary);
  return [{ evaluation, label, value: (summary.labels[label] ?? 0) / samples, samples }];
}
