import { formatNumber, formatShares } from '../../model/base/numbers.js';
import { labelledIn, labelsByCount } from '../../model/quality/kept/merged-summary.js';
import { mergePoints } from '../../model/quality/kept/quality-trend.js';
import type { QualityTrend, TrendPoint } from '../../model/quality/kept/quality-trend.js';
import {
  isOutside,
  limitsText,
  measureValue,
  nothingText,
  pointNames,
  trendName,
} from '../../model/quality/kept/quality-view.js';
import type { QualityView } from '../../model/quality/kept/quality-view.js';
import type { Style } from '../style.js';
import { formatTable } from '../text/table.js';
import { wrapText } from '../text/text.js';
import { chartRoom, trendChartLines } from '../text/trend-chart.js';

/** A time for people in the zone that was asked for. */
type TextOf = (ms: number) => string;

/** Nobody reads more at a screen; programs read the document. */
const MAX_ROWS = 62;
const MAX_LABELS = 4;

/** A chart and a table for each trend, and what is not known. */
export function qualityLines(view: QualityView, text: TextOf, style: Style): string[] {
  const { trends } = view;
  if (trends.length === 0) return [...wrapText(nothingText(view), style.columns)];
  return [
    ...trends.flatMap((trend) => [...trendLines(trend, text, style), '']),
    ...notesOf(view).flatMap((line) => wrapText(line, style.columns)),
  ];
}

function trendLines(trend: QualityTrend, text: TextOf, style: Style): string[] {
  const { paint, columns } = style;
  const limits = limitsText(trend);
  const head = `${trendName(trend)}${limits === null ? '' : ` (${limits})`}`;
  const drawn = mergePoints(trend.points, chartRoom(style), trend.measure);
  const nameOf = pointNames(drawn, text);
  const points = drawn.map(({ startMs, value }) => ({ value, label: nameOf(startMs) }));
  return [
    ...wrapText(head, columns).map((line) => paint('strong', line)),
    ...trendChartLines(points, trend.limits, style),
    '',
    ...pointTable(trend, text, style),
  ];
}

function pointTable(trend: QualityTrend, text: TextOf, style: Style): string[] {
  const rows = trend.points.slice(-MAX_ROWS);
  const left = trend.points.length - rows.length;
  const lines = formatTable<TrendPoint>(
    [
      { title: 'FROM', value: ({ startMs }) => text(startMs) },
      { title: 'SPANS', value: spansText, align: 'right', drop: 2 },
      { title: 'EVALUATED', value: ({ summary }) => countText(summary?.evaluated), align: 'right' },
      {
        title: trend.measure.kind === 'mean' ? 'MEAN' : 'SHARE',
        value: ({ value }) => measureValue(trend.measure, value),
        align: 'right',
        tone: ({ value }) => (isOutside(trend, value) ? 'bad' : 'plain'),
      },
      { title: 'SD', value: ({ summary }) => formatNumber(summary?.sd ?? null), align: 'right', drop: 3 },
      {
        title: 'MEDIAN',
        value: ({ summary }) => formatNumber(summary?.quartiles?.[1] ?? null),
        align: 'right',
        drop: 4,
      },
      { title: 'MIN', value: ({ summary }) => formatNumber(summary?.min ?? null), align: 'right', drop: 5 },
      { title: 'MAX', value: ({ summary }) => formatNumber(summary?.max ?? null), align: 'right', drop: 6 },
      { title: 'LABELS', value: labelsText, cuts: true },
    ],
    rows,
    style,
  );
  return left === 0 ? lines : [...lines, `… and ${left} earlier: narrow --start, or use -o json.`];
}

const countText = (count: number | undefined): string => (count === undefined ? '–' : String(count));

const spansText = ({ spans, windows, isSample }: TrendPoint): string =>
  windows === 0 ? '–' : `${isSample ? '~' : ''}${spans}`;

function labelsText({ summary }: TrendPoint): string {
  if (summary === null) return '–';
  const labels = labelsByCount(summary);
  const labelled = labelledIn(summary);
  if (labelled === 0) return '–';
  const texts = formatShares(labels.map((label) => (summary.labels[label] ?? 0) / labelled));
  const shown = labels.slice(0, MAX_LABELS).map((label, at) => `${label} ${texts[at] ?? ''}`);
  const left = labels.length - shown.length;
  return [...shown, ...(left > 0 ? [`${left} more`] : [])].join(', ');
}

function notesOf({ trends, unknown, slices }: QualityView): string[] {
  const points = trends.flatMap((trend) => trend.points);
  const outside = trends.reduce(
    (sum, trend) => sum + trend.points.filter(({ value }) => isOutside(trend, value)).length,
    0,
  );
  return [
    ...(unknown > 0 ? [`Nothing is known of ${unknown} of ${slices} slices.`] : []),
    ...(points.some(({ isSample }) => isSample) ? ['~ Only a sample of the spans was read.'] : []),
    ...(points.some(({ windows }) => windows > 1)
      ? [
          'A median is known only where a slice has one window; counts, means and standard deviations are exact.',
        ]
      : []),
    ...(outside > 0 ? [`${outside} ${outside === 1 ? 'value is' : 'values are'} outside the limits.`] : []),
  ];
}
