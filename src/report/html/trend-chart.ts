import type { QualityTrend, TrendPoint } from '../../model/quality/kept/quality-trend.js';
import { isOutside, measureValue } from '../../model/quality/kept/quality-view.js';
import { markup } from '../markup.js';
import type { Markup } from '../markup.js';
import { AXIS, LEFT, middleOf, scaleOf, timeAxis, TOP } from './chart-frame.js';
import type { Scale, TextOf } from './chart-frame.js';
import { legend, percent } from './elements.js';

const PLOT = 160;
const yOf = ({ lowest, highest }: Scale, value: number): number =>
  Number((TOP + ((highest - value) / (highest - lowest)) * PLOT).toFixed(1));

/** What the chart of a trend shows. */
export type ChartedTrend = Pick<QualityTrend, 'evaluation' | 'measure' | 'limits'> & {
  points: readonly Pick<TrendPoint, 'startMs' | 'value' | 'samples'>[];
};

/** The value of each slice with the limits that are expected of it. Empty if there is none. */
export function trendChart(trend: ChartedTrend, text: TextOf): Markup {
  const { points, limits, measure } = trend;
  const values = points.flatMap(({ value }) => value ?? []);
  if (values.length === 0) return markup``;
  const scale = scaleOf([...values, ...(limits === null ? [] : [limits.lower, limits.upper])]);
  const height = TOP + PLOT + AXIS;
  return markup`<svg role="img" aria-label="${`${trend.evaluation} over time`}" height="${height}">${numberAxis(trend, scale)}${limitMarks(trend, scale)}${segments(points, scale)}${points.flatMap(
    ({ value, samples, startMs }, at) =>
      value === null
        ? []
        : markup`<circle class="${isOutside(trend, value) ? 'bad' : 'live'}" cx="${percent(middleOf(at, points.length))}" cy="${yOf(scale, value)}" r="${points.length > 200 ? 2 : 4}"><title>${`${text(startMs)}: ${measureValue(measure, value)} of ${samples}`}</title></circle>`,
  )}${timeAxis(points, height - 6, text)}</svg>
${
  limits === null
    ? null
    : legend([
        ['live', 'within the limits'],
        ['bad', 'outside the limits'],
      ])
}`;
}

const TICKS = 5;

function numberAxis({ measure }: ChartedTrend, scale: Scale): Markup[] {
  return Array.from({ length: TICKS }, (_, at) => {
    const value = Number((scale.lowest + ((scale.highest - scale.lowest) * at) / (TICKS - 1)).toPrecision(3));
    const y = yOf(scale, value);
    return markup`<line class="line" x1="${percent(LEFT)}" x2="100%" y1="${y}" y2="${y}"/><text class="dim tick" x="0" y="${Math.max(y + 4, 11)}">${measureValue(measure, value)}</text>`;
  });
}

function limitMarks({ limits, measure }: ChartedTrend, scale: Scale): Markup[] {
  if (limits === null) return [];
  const line = (value: number, tone: string, name: string): Markup => {
    const y = yOf(scale, value);
    return markup`<line class="${tone}" x1="${percent(LEFT)}" x2="100%" y1="${y}" y2="${y}"><title>${`${name} ${measureValue(measure, value)}`}</title></line>`;
  };
  return [
    line(limits.lower, 'bound', 'lower limit'),
    line(limits.centre, 'bound-warn', 'centre'),
    line(limits.upper, 'bound', 'upper limit'),
  ];
}

/** Lines between neighbours that both have a value. */
const segments = (points: ChartedTrend['points'], scale: Scale): Markup[] =>
  points.slice(1).flatMap(({ value }, at) => {
    const before = points[at]?.value ?? null;
    if (value === null || before === null) return [];
    return markup`<line class="trend" x1="${percent(middleOf(at, points.length))}" x2="${percent(middleOf(at + 1, points.length))}" y1="${yOf(scale, before)}" y2="${yOf(scale, value)}"/>`;
  });
