import { formatNumber, formatShare } from '../../base/numbers.js';
import type { Interval } from '../../time/interval.js';
import type { KeptQuality } from './kept-quality.js';
import type { QualityTrend, TrendMeasure } from './quality-trend.js';

/** The quality of a task over some time, as it is shown. */
export interface QualityView {
  task: { id: string; name: string };
  range: Interval;
  timeZone: string;
  /** The length of a slice by the calendar, like `1d`. */
  slice: string;
  /** `evaluator`, `label`, or the attribute whose values have a trend each. */
  by: string;
  /** Only this one is shown; null: all. */
  evaluation: string | null;
  /** Evaluations of which something is known in the range, shown or not. */
  names: readonly string[];
  trends: readonly QualityTrend[];
  /** Slices, and those of which nothing is known. */
  slices: number;
  unknown: number;
}

/** Why there is no trend, and what to do. */
export function nothingText({ task, evaluation, names, slices, unknown, by }: QualityView): string {
  const name = evaluation === null ? null : `the evaluation ${JSON.stringify(evaluation)}`;
  if (names.length === 0 && unknown < slices)
    return `No span that was read bears ${name ?? 'an evaluation'} of ${task.name} (${slices - unknown} of ${slices} slices read).`;
  const text = `Nothing is known of ${name ?? 'the evaluations'} of ${task.name} in this range.`;
  if (names.length > 0) return `${text} Known evaluations: ${names.slice(0, MAX_NAMES).join(', ')}.`;
  const isRead = by !== 'evaluator' && by !== 'label';
  return `${text}${isRead ? '' : ' To read its spans, pass --read.'} See docs/quality.md for what is kept, and when.`;
}

const MAX_NAMES = 20;

/** `mean score of relevance`, `share of "correct" in relevance`. */
export const trendName = ({ evaluation, measure }: Pick<QualityTrend, 'evaluation' | 'measure'>): string =>
  measure.kind === 'mean'
    ? `mean score of ${evaluation}`
    : `share of ${JSON.stringify(measure.label)} in ${evaluation}`;

/** A value of a measure: a number, or a share in percent; a dash for none. */
export const measureValue = ({ kind }: TrendMeasure, value: number | null): string =>
  value === null ? '–' : kind === 'mean' ? formatNumber(value) : formatShare(value);

/** Whether a value lies beyond the limits. */
export const isOutside = ({ limits }: Pick<QualityTrend, 'limits'>, value: number | null): boolean =>
  limits !== null && value !== null && (value < limits.lower || value > limits.upper);

/** `limits 0.7 to 0.9 around 0.8`; null if there are none. */
export const limitsText = ({ limits, measure }: Pick<QualityTrend, 'limits' | 'measure'>): string | null =>
  limits === null
    ? null
    : `limits ${measureValue(measure, limits.lower)} to ${measureValue(measure, limits.upper)} around ${measureValue(measure, limits.centre)}`;

const TWO_DAYS_MS = 2 * 86_400_000;

/** Short names for the points of a chart: the day, or the time of the day if all are within two days. */
export function pointNames(
  points: readonly Pick<Interval, 'startMs'>[],
  text: (ms: number) => string,
): (ms: number) => string {
  const isShort = (points.at(-1)?.startMs ?? 0) - (points[0]?.startMs ?? 0) <= TWO_DAYS_MS;
  return (ms) => (isShort && points.length > 3 ? text(ms).slice(11, 16) : text(ms).slice(5, 10));
}

/** That nothing is known of an evaluation, though of others something is; null: it is known, or nothing at all is. */
export function unknownEvaluationText(kept: readonly KeptQuality[], evaluation: string): string | null {
  const names = [...new Set(kept.flatMap(({ evaluations }) => Object.keys(evaluations)))].sort();
  if (names.length === 0 || names.includes(evaluation)) return null;
  return `Nothing is known of an evaluation ${JSON.stringify(evaluation)} in this range; known: ${names.join(', ')}.`;
}
