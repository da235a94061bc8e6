import { measureValue } from '../../model/quality/kept/quality-view.js';
import type { EvaluationValue } from '../../model/quality/kept/evaluation-value.js';
import type { FiredWindow } from '../../model/schedule/firing.js';
import type { FiringSummary } from '../../model/schedule/schedule-report.js';
import type { Style } from '../style.js';
import { sparkline } from '../text/sparkline.js';
import { formatTable } from '../text/table.js';

/** An evaluation over the windows of firings, from the oldest to the newest. */
interface FiredTrend {
  evaluation: string;
  label: string | null;
  /** Null for a window without it. */
  values: (number | null)[];
  last: EvaluationValue;
}

/** What the evaluations of the last firings said, with their trend. Empty if none was read. */
export function firedQualityLines(firings: readonly FiringSummary[], style: Style): string[] {
  const windows = firings
    .flatMap(({ result }) => result?.windows ?? [])
    .filter(({ window }) => window !== null)
    .toSorted((a, b) => (startOf(a) < startOf(b) ? -1 : 1));
  const trends = trendsOf(windows);
  if (trends.length === 0) return [];
  const table = formatTable<FiredTrend>(
    [
      { title: 'EVALUATION', value: ({ evaluation }) => evaluation },
      { title: 'VALUE', value: ({ label }) => (label === null ? 'mean score' : `share of ${label}`) },
      { title: 'LAST', value: lastOf, align: 'right' },
      { title: 'OF', value: ({ last }) => String(last.samples), align: 'right', drop: 1 },
      { title: 'TREND', value: ({ values }) => sparkline(values, style), tone: () => 'live' },
    ],
    trends,
    style,
  );
  return ['', ...table];
}

const startOf = ({ window }: FiredWindow): string => window?.dataStartTime ?? '';

const lastOf = ({ last, label }: FiredTrend): string =>
  measureValue(label === null ? { kind: 'mean' } : { kind: 'share', label }, last.value);

/** A label that is the most frequent one in one window and not in another has a trend of its own. */
function trendsOf(windows: readonly FiredWindow[]): FiredTrend[] {
  const trends = new Map<string, FiredTrend>();
  for (const [at, { quality = [] }] of windows.entries())
    for (const value of quality) {
      const { evaluation, label } = value;
      const key = JSON.stringify([evaluation, label]);
      const trend = trends.get(key) ?? { evaluation, label, values: windows.map(() => null), last: value };
      trend.values[at] = value.value;
      trend.last = value;
      trends.set(key, trend);
    }
  return [...trends.values()];
}
