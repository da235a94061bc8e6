import type { Interval } from '../../time/interval.js';
import { mergeKept, ownOf, withoutOverlaps } from './kept-quality.js';
import type { KeptQuality } from './kept-quality.js';
import { labelledIn, labelsByCount, mergeSummaries } from './merged-summary.js';
import type { MergedSummary } from './merged-summary.js';

/** What a trend follows: the mean of an evaluation's scores, or the share of one of its labels. */
export type TrendMeasure = { kind: 'mean' } | { kind: 'share'; label: string };

/** An evaluation in a slice of time. */
export interface TrendPoint extends Interval {
  /** Windows that begin in it and whose quality is known. */
  windows: number;
  /** Spans in these windows. */
  spans: number;
  /** Only some of the spans of a window were read. */
  isSample: boolean;
  /** Null: nothing is known. */
  summary: MergedSummary | null;
  /** Null: no score or label. */
  value: number | null;
  /** Scores or labels that the value rests on. */
  samples: number;
}

/** An evaluation over time. */
export interface QualityTrend {
  evaluation: string;
  measure: TrendMeasure;
  /** One for each slice, from the oldest to the newest. */
  points: TrendPoint[];
  /** All slices together; null: nothing is known. */
  total: MergedSummary | null;
  limits: TrendLimits | null;
}

/** Between which values those of a stable process lie. */
export interface TrendLimits {
  centre: number;
  lower: number;
  upper: number;
}

/** What to show: a trend for each evaluation, or for each label of each evaluation. */
export type TrendBy = 'evaluator' | 'label';

/** So many labels of an evaluation have a trend of their own; the most frequent ones. */
const MAX_TRENDS = 8;

/**
 * The evaluations over the slices of a range. A window counts in the slice in which it begins; of windows that overlap, only
 * the one that was read last counts. `evaluation` null: all of them.
 */
export function trendsOf(
  kept: readonly KeptQuality[],
  slices: readonly Interval[],
  { by, evaluation, limitsOf }: TrendRequest,
): QualityTrend[] {
  const inSlices = bySlice(withoutOverlaps(kept), slices);
  const names = [...new Set(kept.flatMap(({ evaluations }) => Object.keys(evaluations)))].sort();
  return names
    .filter((name) => evaluation === null || name === evaluation)
    .flatMap((name) => {
      const summaries = inSlices.map((one) => (one === null ? null : (ownOf(one.evaluations, name) ?? null)));
      const total = mergeSummaries(summaries.filter((summary) => summary !== null));
      return measuresOf(total, by).map((measure): QualityTrend => {
        const points = slices.map((slice, at) =>
          pointOf(slice, inSlices[at] ?? null, summaries[at] ?? null, measure),
        );
        return {
          evaluation: name,
          measure,
          points,
          total,
          limits: within(measure, limitsOf(points.flatMap(({ value }) => value ?? []))),
        };
      });
    });
}

/** Slices in which no window starts that counts. */
export function unknownSlices(kept: readonly KeptQuality[], slices: readonly Interval[]): Interval[] {
  const inSlices = bySlice(withoutOverlaps(kept), slices);
  return slices.filter((_, at) => (inSlices[at] ?? null) === null);
}

export interface TrendRequest {
  by: TrendBy;
  evaluation: string | null;
  /** The limits of values from the oldest to the newest; null if there are too few. */
  limitsOf: (values: readonly number[]) => TrendLimits | null;
}

/** Shares stay between 0 and 1, whatever the spread. */
function within({ kind }: TrendMeasure, limits: TrendLimits | null): TrendLimits | null {
  if (kind === 'mean' || limits === null) return limits;
  return { ...limits, lower: Math.max(0, limits.lower), upper: Math.min(1, limits.upper) };
}

/** What is known of each slice; both lists are sorted. Null: nothing. */
function bySlice(kept: readonly KeptQuality[], slices: readonly Interval[]): (KeptQuality | null)[] {
  let at = kept.findIndex(({ startMs }) => startMs >= (slices[0]?.startMs ?? 0));
  if (at < 0) at = kept.length;
  return slices.map(({ endMs }) => {
    const from = at;
    while (at < kept.length && (kept[at]?.startMs ?? endMs) < endMs) at++;
    return mergeKept(kept.slice(from, at));
  });
}

/** An evaluation without scores is followed by its most frequent label. */
function measuresOf(total: MergedSummary | null, by: TrendBy): TrendMeasure[] {
  const labels = labelsByCount(total).slice(0, MAX_TRENDS);
  const shares = labels.map((label): TrendMeasure => ({ kind: 'share', label }));
  if (by === 'label') return shares;
  return (total?.count ?? 0) > 0 || shares.length === 0 ? [{ kind: 'mean' }] : shares.slice(0, 1);
}

function pointOf(
  { startMs, endMs }: Interval,
  kept: KeptQuality | null,
  summary: MergedSummary | null,
  measure: TrendMeasure,
): TrendPoint {
  const { windows = 0, spans = 0, isSample = false } = kept ?? {};
  return { startMs, endMs, windows, spans, isSample, summary, ...valueIn(summary, measure) };
}

/** What a summary says of a measure. */
export function valueIn(
  summary: MergedSummary | null,
  measure: TrendMeasure,
): Pick<TrendPoint, 'value' | 'samples'> {
  if (summary === null) return { value: null, samples: 0 };
  if (measure.kind === 'mean') return { value: summary.mean, samples: summary.count };
  const labelled = labelledIn(summary);
  const bearing = ownOf(summary.labels, measure.label) ?? 0;
  return { value: labelled === 0 ? null : bearing / labelled, samples: labelled };
}

/** At most so many points over the same time: neighbours are merged. */
export function mergePoints(
  points: readonly TrendPoint[],
  most: number,
  measure: TrendMeasure,
): TrendPoint[] {
  const each = Math.max(1, Math.ceil(points.length / most));
  return Array.from({ length: Math.ceil(points.length / each) }, (_, at) =>
    asOne(points.slice(at * each, (at + 1) * each), measure),
  );
}

function asOne(points: readonly TrendPoint[], measure: TrendMeasure): TrendPoint {
  const summary = mergeSummaries(points.flatMap((point) => point.summary ?? []));
  return {
    startMs: points[0]?.startMs ?? 0,
    endMs: points.at(-1)?.endMs ?? 0,
    windows: points.reduce((sum, { windows }) => sum + windows, 0),
    spans: points.reduce((sum, { spans }) => sum + spans, 0),
    isSample: points.some(({ isSample }) => isSample),
    summary,
    ...valueIn(summary, measure),
  };
}
