import { withoutNoise } from '../base/numbers.js';
import type { Attribution, Writers } from './tally/attribution.js';
import { totalOf } from './tally/bounded-counts.js';
import type { BoundedCounts } from './tally/bounded-counts.js';
import { ratioError } from './tally/cluster-sums.js';
import type { ClusterSums, Drawn } from './tally/cluster-sums.js';
import { attributionOf } from './tally/evaluation-tally.js';
import type { CountedValues, EvaluationTally } from './tally/evaluation-tally.js';
import type { GroupTally } from './tally/group-tally.js';
import { deviationOf, meanOf } from './tally/moments.js';
import { histogramOf, quantileOf } from './tally/quantiles.js';
import type { WorstSpan } from './tally/worst-spans.js';

/** What is said of one evaluation on the spans of a window. Numbers are null where there are no scores. */
export interface EvaluationSummary {
  name: string;
  /** Spans that bear it, whoever wrote it. */
  bearing: number;
  /**
   * On what evidence the evaluations below count: they name one of the runs, or the task; or they name nobody, and their name
   * and window are all there is.
   */
  attributedBy: Exclude<Attribution, 'other'>;
  /** Evaluations that count; all numbers below are about them. */
  evaluations: number;
  /** Evaluations by whom they name; those of `other` runs and tasks never count, nor do those that name less than the ones that count. */
  by: Record<Attribution, number>;
  /** By the runs that they name, at most 50; more are counted in `otherWriters`. */
  writers: { runId: string; count: number }[];
  otherWriters: number;
  /** Scores. */
  count: number;
  mean: number | null;
  /** Of a sample: half the width of the 95 % interval of the mean; of the whole 0; null: not known. */
  meanError: number | null;
  /** Standard deviation; null for fewer than two scores. */
  sd: number | null;
  min: number | null;
  lowerQuartile: number | null;
  median: number | null;
  upperQuartile: number | null;
  max: number | null;
  /** With more than 1,000 different scores, quartiles and histogram are right to this width; else 0. */
  binWidth: number;
  /** Ten equal parts from `min` to `max`: how many scores are in each. Empty where there are none. */
  histogram: number[];
  /** Evaluations with a label. */
  labelled: number;
  /** The most frequent first, at most 50. The share is of `labelled`; its error is as of the mean. */
  labels: { label: string; count: number; share: number; error: number | null }[];
  otherLabels: number;
  /** Evaluations with something in the place of a score or a label that is none. */
  unreadable: number;
  /** Evaluations with neither a score nor a label. */
  failed: { count: number; reasons: { reason: string; count: number }[] };
  /** By the value of the attribute that the question groups by; null: groups beyond the fiftieth, together. */
  groups: GroupSummary[];
  /** The ten lowest scores. */
  worst: WorstSpan[];
}

export interface GroupSummary {
  group: string | null;
  count: number;
  mean: number | null;
  sd: number | null;
  min: number | null;
  max: number | null;
  /** At most five. */
  labels: { label: string; count: number }[];
  otherLabels: number;
}

/** The error of an estimate of a mean or a share; null: not known. */
type ErrorOf = (sums: ClusterSums, n: number, s: number) => number | null;

/** Of a window that was read in full. */
const NO_ERROR: ErrorOf = () => 0;

/** The errors of a sample; null: they are not known. */
const errorsOf =
  (drawn: Drawn | null): ErrorOf =>
  (sums, n, s) => {
    const error = drawn === null ? null : ratioError(sums, n, s, drawn);
    return error === null ? null : withoutNoise(error);
  };

/** `drawn` are the parts of a sample of which the errors are known. */
export function summaryOf(
  tally: EvaluationTally,
  writers: Writers,
  reading: { isWhole: boolean; drawn: Drawn | null },
): EvaluationSummary {
  const { name, by, counted } = tally;
  const attributedBy = attributedByOf(tally, writers);
  const errorOf = reading.isWhole ? NO_ERROR : errorsOf(reading.drawn);
  return {
    name,
    bearing: by.run + by.task + by.window + by.other,
    ...{ attributedBy, evaluations: by[attributedBy], by: { ...by } },
    writers: tally.writers.counts.map(([runId, count]) => ({ runId, count })),
    otherWriters: tally.writers.rest,
    ...scoresOf(counted, errorOf),
    ...labelsOf(counted, errorOf),
    unreadable: counted.unreadable,
    failed: failedOf(counted),
    groups: counted.groups.map(groupSummary),
    worst: counted.worst.map((span) => ({ ...span })),
  };
}

function attributedByOf(
  tally: EvaluationTally,
  { taskId, runIds }: Writers,
): EvaluationSummary['attributedBy'] {
  const best = attributionOf(tally);
  if (best !== null && best !== 'other') return best;
  if (runIds.length > 0) return 'run';
  return taskId === null ? 'window' : 'task';
}

function scoresOf({ moments, values, parts }: CountedValues, errorOf: ErrorOf) {
  const { count, mean, min, max } = moments;
  return {
    count,
    mean: rounded(meanOf(moments)),
    meanError: count === 0 ? null : errorOf(parts.scores, count, count * mean),
    sd: rounded(deviationOf(moments)),
    min,
    lowerQuartile: rounded(quantileOf(values, 0.25)),
    median: rounded(quantileOf(values, 0.5)),
    upperQuartile: rounded(quantileOf(values, 0.75)),
    max,
    binWidth: values.kind === 'bins' ? values.width : 0,
    histogram: histogramOf(values, min, max),
  };
}

function labelsOf({ labels, parts }: CountedValues, errorOf: ErrorOf) {
  const labelled = totalOf(labels);
  const sums = new Map(parts.labels);
  const labelOf = ([label, count]: [string, number]) => ({
    ...{ label, count, share: withoutNoise(count / labelled) },
    error: errorOf({ ns: 0, ss: 0, ...sums.get(label), nn: parts.labelled }, labelled, count),
  });
  return { labelled, labels: mostFrequent(labels.counts).map(labelOf), otherLabels: labels.rest };
}

function failedOf({ failed }: CountedValues): EvaluationSummary['failed'] {
  const reasons = mostFrequent(failed.counts).map(([reason, count]) => ({ reason, count }));
  return { count: totalOf(failed), reasons };
}

const groupSummary = ({ group, moments, labels }: GroupTally): GroupSummary => ({
  ...{ group, count: moments.count, mean: rounded(meanOf(moments)), sd: rounded(deviationOf(moments)) },
  ...{ min: moments.min, max: moments.max },
  labels: mostFrequent(labels.counts).map(([label, count]) => ({ label, count })),
  otherLabels: labels.rest,
});

const mostFrequent = (counts: BoundedCounts['counts']): BoundedCounts['counts'] =>
  counts.toSorted(([, a], [, b]) => b - a);

const rounded = (value: number | null): number | null => (value === null ? null : withoutNoise(value));
