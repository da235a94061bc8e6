import type { Span, SpanAnnotation, SpanEvaluation, SpanRef } from '../../api/span.js';
import { ATTRIBUTIONS } from './attribution.js';
import type { Attributed, Attribution } from './attribution.js';
import { countText, mergeCounts, noCounts, totalOf } from './bounded-counts.js';
import type { BoundedCounts } from './bounded-counts.js';
import { addSums, noSums, sumsOf } from './cluster-sums.js';
import type { ClusterSums } from './cluster-sums.js';
import { failureReasonOf } from './failure-reason.js';
import { addToGroup, mergeGroups } from './group-tally.js';
import type { GroupTally } from './group-tally.js';
import { addNumber, mergeMoments, noMoments } from './moments.js';
import type { Moments } from './moments.js';
import { countValue, mergeValues, noValues } from './value-counts.js';
import type { ValueCounts } from './value-counts.js';
import { addWorst, mergeWorst } from './worst-spans.js';
import type { WorstSpan } from './worst-spans.js';

/** The most labels, and the most runs that wrote something, that are counted apart. */
const MAX_LABELS = 50;
const MAX_WRITERS = 50;
const MAX_REASONS = 10;

/** What was counted of one evaluation, or of one annotation by people. */
export interface EvaluationTally {
  name: string;
  /** Spans that bear it, whoever wrote it. */
  by: Record<Attribution, number>;
  /** The runs that wrote it, by the IDs in its metadata. */
  writers: BoundedCounts;
  /** What is counted of those of the best attribution in `by`. */
  counted: CountedValues;
}

/** Values of evaluations of one attribution. */
export interface CountedValues {
  moments: Moments;
  values: ValueCounts;
  labels: BoundedCounts;
  /** Bear neither a score nor a label, by reason. */
  failed: BoundedCounts;
  /** Have something in the place of a score or a label that is none. */
  unreadable: number;
  groups: GroupTally[];
  worst: WorstSpan[];
  /** Of a sample: how its parts differ. `labelled` is the sum of the squares of their labels. */
  parts: { scores: ClusterSums; labelled: number; labels: [label: string, sums: LabelSums][] };
}

type Parts = CountedValues['parts'];

/** As of a mean; `nn` is the same for all labels, those included that a part does not have. */
type LabelSums = Omit<ClusterSums, 'nn'>;

const noCounted = (): CountedValues => ({
  ...{ moments: noMoments(), values: noValues(), labels: noCounts(), failed: noCounts() },
  ...{ unreadable: 0, groups: [], worst: [], parts: { scores: noSums(), labelled: 0, labels: [] } },
});

export const openEvaluation = (name: string): EvaluationTally => ({
  name,
  by: { run: 0, task: 0, window: 0, other: 0 },
  writers: noCounts(),
  counted: noCounted(),
});

/** The attribution whose values are counted; null: no span bears it. What others wrote is not counted at all. */
export const attributionOf = ({ by }: EvaluationTally): Attribution | null =>
  ATTRIBUTIONS.find((each) => by[each] > 0) ?? null;

/** Counts what one span bears. `group` is null where there are no groups. */
export function addJudged(
  tally: EvaluationTally,
  span: SpanRef & Pick<Span, 'startedAt'>,
  judged: SpanAnnotation & Partial<SpanEvaluation>,
  { by, runId }: Attributed,
  group: string | null,
): void {
  const before = attributionOf(tally);
  tally.by[by] += 1;
  if (runId !== null) countText(tally.writers, runId, MAX_WRITERS);
  const best = attributionOf(tally);
  if (best !== before) tally.counted = noCounted();
  if (best === by && by !== 'other') addValues(tally.counted, span, judged, group);
}

/** The service has no bound for scores; what is beyond this one says nothing, and its square is infinite. */
const MAX_SCORE = 1e100;

function addValues(
  counted: CountedValues,
  span: SpanRef & Pick<Span, 'startedAt'>,
  judged: SpanAnnotation & Partial<SpanEvaluation>,
  group: string | null,
): void {
  const { label, misfits } = judged;
  const score = Math.abs(judged.score ?? 0) > MAX_SCORE ? null : judged.score;
  const isUnreadable = score !== judged.score || misfits.score !== undefined || misfits.label !== undefined;
  if (isUnreadable) counted.unreadable += 1;
  else if (score === null && label === null)
    countText(counted.failed, failureReasonOf(judged.explanation ?? null), MAX_REASONS);
  if (score !== null) {
    addNumber(counted.moments, score);
    counted.values = countValue(counted.values, score);
    addWorst(counted.worst, span, score, label);
  }
  if (label !== null) countText(counted.labels, label, MAX_LABELS);
  if (group !== null) addToGroup(counted.groups, group, score, label);
}

export function mergeEvaluations(one: EvaluationTally, other: EvaluationTally): EvaluationTally {
  const by = { ...one.by };
  for (const each of ATTRIBUTIONS) by[each] += other.by[each];
  const best = ATTRIBUTIONS.find((each) => by[each] > 0) ?? null;
  const counted = [one, other].filter((each) => attributionOf(each) === best).map((each) => each.counted);
  return {
    ...{ name: one.name, by, writers: mergeCounts(one.writers, other.writers, MAX_WRITERS) },
    counted: counted.reduce(mergeCounted, noCounted()),
  };
}

const mergeCounted = (one: CountedValues, other: CountedValues): CountedValues => ({
  moments: mergeMoments(one.moments, other.moments),
  values: mergeValues(one.values, other.values),
  labels: mergeCounts(one.labels, other.labels, MAX_LABELS),
  failed: mergeCounts(one.failed, other.failed, MAX_REASONS),
  unreadable: one.unreadable + other.unreadable,
  groups: mergeGroups(one.groups, other.groups),
  worst: mergeWorst(one.worst, other.worst),
  parts: {
    scores: addSums(one.parts.scores, other.parts.scores),
    labelled: one.parts.labelled + other.parts.labelled,
    labels: mergeLabelSums(one.parts.labels, other.parts.labels),
  },
});

function mergeLabelSums(one: Parts['labels'], other: Parts['labels']): Parts['labels'] {
  const merged = new Map(one);
  for (const [label, { ns, ss }] of other) {
    const before = merged.get(label) ?? { ns: 0, ss: 0 };
    merged.set(label, { ns: before.ns + ns, ss: before.ss + ss });
  }
  return [...merged].slice(0, MAX_LABELS);
}

/** The tally of one part of a window that a sample drew, ready to be merged with those of the others. */
export function asPart(tally: EvaluationTally): EvaluationTally {
  const { moments, labels } = tally.counted;
  const labelled = totalOf(labels);
  const parts: Parts = {
    scores: sumsOf(moments.count, moments.count * moments.mean),
    labelled: labelled * labelled,
    labels: labels.counts.map(([label, count]) => [label, { ns: labelled * count, ss: count * count }]),
  };
  return { ...tally, counted: { ...tally.counted, parts } };
}
