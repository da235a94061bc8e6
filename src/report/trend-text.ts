import { valueIn } from '../model/quality/kept/quality-trend.js';
import type { RunEvaluation } from '../model/quality/kept/run-quality.js';
import type { Window } from '../model/time/window.js';
import { isOutside, limitsText, measureValue } from '../model/quality/kept/quality-view.js';
import type { WindowTrend } from '../model/quality/kept/window-trend.js';

const MAX_LABEL = 60;

/** What a trend says: `Mean score of the last 12 windows: limits 0.7 to 0.9 around 0.8; 1 is outside.` */
export function trendSentence(trend: WindowTrend): string {
  const { points, measure } = trend;
  if (points.length === 0) return 'No trend: nothing is kept of this evaluation.';
  if (points.length === 1) return 'No trend yet: only one window of this evaluation is kept.';
  const what = measure.kind === 'mean' ? 'Mean score' : `Share of ${quoted(measure.label)}`;
  const limits = limitsText(trend) ?? 'no limits for fewer than five values';
  const outside = points.filter(({ value }) => isOutside(trend, value)).length;
  const alarm = outside === 0 ? '' : `; ${outside} ${outside === 1 ? 'is' : 'are'} outside`;
  return `${what} in the last ${points.length} windows: ${limits}${alarm}.`;
}

const quoted = (label: string): string =>
  JSON.stringify(label.length <= MAX_LABEL ? label : `${label.slice(0, MAX_LABEL)}…`);

/** The mean of the windows before one, for a cell: `0.8 in the 11 windows before`. A dash if there are none. */
export function trendBrief({ summary, trend }: RunEvaluation, { dataStartTime }: Window): string {
  const before = trend?.points.filter(({ window }) => window.dataStartTime < dataStartTime) ?? [];
  if (trend === undefined || before.length === 0) return '–';
  const { measure } = trend;
  const mean = before.reduce((sum, { value }) => sum + value, 0) / before.length;
  const label = measure.kind === 'mean' ? '' : `${measure.label} `;
  const windows = before.length === 1 ? 'window' : `${before.length} windows`;
  const isAlarm = isOutside(trend, valueIn(summary, measure).value);
  return `${label}${measureValue(measure, mean)} in the ${windows} before${isAlarm ? '; outside the limits' : ''}`;
}
