import { instantMs, toUtc } from '../../time/window.js';
import type { Window } from '../../time/window.js';
import type { Interval } from '../../time/interval.js';
import { withoutOverlaps } from './kept-quality.js';
import type { KeptQuality } from './kept-quality.js';
import { trendsOf } from './quality-trend.js';
import type { QualityTrend, TrendRequest } from './quality-trend.js';

/** An evaluation over the last windows of its task, in a result. Bounded, and without labels and distributions. */
export interface WindowTrend extends Pick<QualityTrend, 'measure' | 'limits'> {
  /** From the oldest to the newest; only windows whose quality is known. */
  points: WindowPoint[];
}

export interface WindowPoint {
  window: Window;
  value: number;
  /** Scores or labels that the value rests on. */
  samples: number;
}

const MAX_POINTS = 30;
const DAY_MS = 86_400_000;
/** So much is asked for at least: not every window has a neighbour. Each month costs a question. */
const [LEAST_MS, MOST_MS] = [31 * DAY_MS, 366 * DAY_MS];

/** The time that a window's trend is about; null if the window is none. */
export function trendRange({ dataStartTime, dataEndTime }: Window): Interval | null {
  const [startMs, endMs] = [instantMs(dataStartTime), instantMs(dataEndTime)];
  if (startMs === null || endMs === null || endMs <= startMs) return null;
  const backMs = Math.min(MOST_MS, Math.max(LEAST_MS, MAX_POINTS * (endMs - startMs)));
  return { startMs: Math.max(0, endMs - backMs), endMs };
}

/**
 * The evaluations of one name over the last windows that start within a range. One of which nothing is kept has no points.
 */
export function windowTrendOf(
  kept: readonly KeptQuality[],
  range: Interval,
  { evaluation, limitsOf }: Pick<TrendRequest, 'limitsOf'> & { evaluation: string },
): WindowTrend {
  const windows = withoutOverlaps(kept)
    .filter(({ startMs }) => startMs >= range.startMs && startMs < range.endMs)
    .filter(({ evaluations }) => Object.hasOwn(evaluations, evaluation))
    .slice(-MAX_POINTS);
  const [trend] = trendsOf(windows, windows, { by: 'evaluator', evaluation, limitsOf });
  const { measure = { kind: 'mean' }, limits = null, points = [] } = trend ?? {};
  return {
    measure,
    limits,
    points: points.flatMap(({ startMs, endMs, value, samples }) => {
      const window = { dataStartTime: toUtc(startMs), dataEndTime: toUtc(endMs) };
      return value === null ? [] : [{ window, value, samples }];
    }),
  };
}
