import type { MergedSummary } from '../../model/quality/kept/merged-summary.js';
import type { QualityTrend, TrendMeasure } from '../../model/quality/kept/quality-trend.js';
import type { QualityView } from '../../model/quality/kept/quality-view.js';
import type { Interval } from '../../model/time/interval.js';
import { toUtc } from '../../model/time/window.js';

/** The document that programs read (schema/quality.schema.json); times are ISO 8601 in UTC. */
export const qualityDocument = ({ range, trends, ...view }: QualityView) => ({
  task: view.task,
  ...timesOf(range),
  timeZone: view.timeZone,
  slice: view.slice,
  by: view.by,
  slices: view.slices,
  unknown: view.unknown,
  trends: trends.map(trendOf),
});

const timesOf = ({ startMs, endMs }: Interval) => ({
  dataStartTime: toUtc(startMs),
  dataEndTime: toUtc(endMs),
});

const labelOf = (measure: TrendMeasure): string | null => (measure.kind === 'share' ? measure.label : null);

const trendOf = ({ evaluation, measure, limits, total, points }: QualityTrend) => ({
  evaluation,
  measure: measure.kind,
  label: labelOf(measure),
  limits,
  total: total && summaryOf(total),
  points: points.map(({ startMs, endMs, summary, ...point }) => ({
    ...timesOf({ startMs, endMs }),
    ...point,
    summary: summary && summaryOf(summary),
  })),
});

const summaryOf = ({ quartiles, ...summary }: MergedSummary) => ({
  ...summary,
  q1: quartiles?.[0] ?? null,
  median: quartiles?.[1] ?? null,
  q3: quartiles?.[2] ?? null,
});

export type QualityDocument = ReturnType<typeof qualityDocument>;
