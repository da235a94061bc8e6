import { formatNumber, formatShare } from '../../model/base/numbers.js';
import { labelledIn, labelsByCount } from '../../model/quality/kept/merged-summary.js';
import type { QualityTrend, TrendPoint } from '../../model/quality/kept/quality-trend.js';
import { limitsText, measureValue, nothingText, trendName } from '../../model/quality/kept/quality-view.js';
import type { QualityView } from '../../model/quality/kept/quality-view.js';
import { markup } from '../markup.js';
import type { Markup } from '../markup.js';
import { facts, folded, section, short, table } from './elements.js';
import { page } from './page.js';
import type { TextOf } from './chart-frame.js';
import { evaluatedChart, labelChart, spreadChart } from './slice-charts.js';
import { trendChart } from './trend-chart.js';

/** The quality of a task over time as one HTML file that needs no network. `text` formats a time in the zone of the view. */
export function toQualityHtml(view: QualityView, text: TextOf): string {
  const { task, range, slice, slices, unknown, trends, timeZone } = view;
  const title = `Quality of ${task.name}`;
  const head = markup`<h1>${title}</h1>
${facts([
  ['Task', task.id],
  ['From', text(range.startMs)],
  ['To', text(range.endMs)],
  ['Slices', `${slices} of ${slice}`],
  ['Unknown', unknown === 0 ? null : `nothing is known of ${unknown} of them`],
])}`;
  const parts = trends.length === 0 ? [nothing(view)] : trends.map((trend) => trendSection(trend, text));
  return page(title, markup`${[head, ...parts]}`, `Made by ax-tasks. Times are in ${timeZone}.`);
}

const nothing = (view: QualityView): Markup => markup`<p>${short(nothingText(view), 2000)}</p>
`;

function trendSection(trend: QualityTrend, text: TextOf): Markup {
  const name = trendName(trend);
  const limits = limitsText(trend);
  return section(
    short(name.charAt(0).toUpperCase() + name.slice(1), 200),
    limits === null
      ? markup``
      : markup`<p class="dim">${limits}</p>
`,
    trendChart(trend, text),
    titled('Spread of the scores', spreadChart(trend, text)),
    titled('Labels', labelChart(trend, text)),
    titled('Spans', evaluatedChart(trend, text)),
    folded('As a table', pointTable(trend, text)),
  );
}

const titled = (title: string, chart: Markup): Markup =>
  chart.text === ''
    ? chart
    : markup`<h3>${title}</h3>
${chart}`;

const number = (title: string) => ({ title, kind: 'n' as const });

/** Rows of a page that a phone can open; programs read the document. */
const MAX_ROWS = 1000;

const pointTable = ({ points, measure }: QualityTrend, text: TextOf): Markup =>
  table(
    [
      { title: 'From', kind: 'line' },
      ...['Windows', 'Spans', 'Evaluated', 'Value', 'Mean', 'SD', 'Min', 'Q1', 'Median', 'Q3', 'Max'].map(
        number,
      ),
      { title: 'Labels', kind: 'wide' },
    ],
    points
      .slice(-MAX_ROWS)
      .map((point) => [
        text(point.startMs),
        point.windows,
        point.isSample ? `~${point.spans}` : point.spans,
        point.summary?.evaluated ?? '–',
        measureValue(measure, point.value),
        ...numbersOf(point),
        labelsText(point),
      ]),
  );

function numbersOf({ summary }: TrendPoint): string[] {
  const [q1 = null, median = null, q3 = null] = summary?.quartiles ?? [];
  const { mean = null, sd = null, min = null, max = null } = summary ?? {};
  return [mean, sd, min, q1, median, q3, max].map(formatNumber);
}

function labelsText({ summary }: TrendPoint): string {
  if (summary === null) return '–';
  const labelled = labelledIn(summary);
  return labelsByCount(summary)
    .slice(0, 20)
    .map((label) => `${short(label, 60)} ${formatShare((summary.labels[label] ?? 0) / labelled)}`)
    .join('\n');
}
