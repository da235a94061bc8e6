import { formatShare } from '../../model/base/numbers.js';
import { labelledIn, labelsByCount } from '../../model/quality/kept/merged-summary.js';
import type { QualityTrend, TrendPoint } from '../../model/quality/kept/quality-trend.js';
import { measureValue } from '../../model/quality/kept/quality-view.js';
import { markup } from '../markup.js';
import type { Markup } from '../markup.js';
import { AXIS, LEFT, placeOf, scaleOf, timeAxis, TOP } from './chart-frame.js';
import type { TextOf } from './chart-frame.js';
import { legend, percent, short } from './elements.js';

const STACK = 90;
/** A name in a legend does not wrap: a phone has room for so many characters. */
const MAX_NAME = 30;
/** Labels with a colour of their own. */
const COLOURS = ['s1', 's2', 's3', 's4', 's5', 's6'] as const;

/** The share of each label in each slice, one above the other. Empty if there are no labels. */
export function labelChart({ points, total, evaluation }: QualityTrend, text: TextOf): Markup {
  const labels = labelsByCount(total);
  if (labels.length === 0) return markup``;
  const named = labels.slice(0, COLOURS.length);
  const height = TOP + STACK + AXIS;
  const bars = points.flatMap((point, at) => labelBar(point, named, at, points.length, text));
  const names = named.map((label, at) => [COLOURS[at] ?? 'pale', short(label, MAX_NAME)] as const);
  return markup`<svg role="img" aria-label="${`Label shares of ${evaluation}`}" height="${height}"><text class="dim" x="0" y="${TOP + 8}">100%</text><text class="dim" x="0" y="${TOP + STACK}">0%</text>${bars}${timeAxis(points, height - 6, text)}</svg>
${legend([...names, ...(labels.length > named.length ? [['pale', 'other labels'] as const] : [])])}`;
}

function labelBar(
  { summary, startMs }: TrendPoint,
  labels: readonly string[],
  at: number,
  count: number,
  text: TextOf,
): Markup[] {
  const labelled = summary === null ? 0 : labelledIn(summary);
  if (summary === null || labelled === 0) return [];
  const shares = labels.map(
    (label) => (Object.hasOwn(summary.labels, label) ? (summary.labels[label] ?? 0) : 0) / labelled,
  );
  const rest = 1 - shares.reduce((sum, share) => sum + share, 0);
  let below = 0;
  return [...shares, rest].flatMap((share, index) => {
    const y = TOP + STACK * (1 - below - share);
    below += share;
    if (share < 1e-9) return [];
    const name = labels[index] ?? 'other labels';
    return markup`<rect class="${labels[index] === undefined ? 'pale' : (COLOURS[index] ?? 'pale')}" x="${percent(placeOf(at, count))}" y="${y.toFixed(1)}" width="${percent(((1 - LEFT) / count) * 0.9)}" height="${(STACK * share).toFixed(1)}"><title>${`${text(startMs)}: ${short(name, 60)} ${formatShare(share)}`}</title></rect>`;
  });
}

const BOX = 90;

/**
 * How the scores of each slice are spread: from the lowest to the highest, with the middle half where it is known and the
 * mean. Empty if there are no scores.
 */
export function spreadChart({ points, evaluation }: QualityTrend, text: TextOf): Markup {
  const given = points.flatMap(({ summary }) =>
    [summary?.min, summary?.max].filter((each) => typeof each === 'number'),
  );
  if (given.length === 0) return markup``;
  const { lowest, highest } = scaleOf(given);
  const y = (value: number): number => TOP + ((highest - value) / (highest - lowest)) * BOX;
  const height = TOP + BOX + AXIS;
  const boxes = points.flatMap((point, at) => spreadBox(point, at, points.length, y, text));
  const mean = { kind: 'mean' } as const;
  return markup`<svg role="img" aria-label="${`Spread of the scores of ${evaluation}`}" height="${height}"><text class="dim tick" x="0" y="${TOP + 8}">${measureValue(mean, Number(highest.toPrecision(3)))}</text><text class="dim tick" x="0" y="${TOP + BOX}">${measureValue(mean, Number(lowest.toPrecision(3)))}</text>${boxes}${timeAxis(points, height - 6, text)}</svg>
${legend([
  ['pale', 'lowest to highest'],
  ['live', 'middle half, of slices with one window'],
  ['bad', 'mean'],
])}`;
}

function spreadBox(
  { summary, startMs }: TrendPoint,
  at: number,
  count: number,
  y: (value: number) => number,
  text: TextOf,
): Markup[] {
  const { min = null, max = null, mean = null, quartiles = null } = summary ?? {};
  if (min === null || max === null || mean === null) return [];
  const slot = (1 - LEFT) / count;
  const title = `${text(startMs)}: ${[min, ...(quartiles ?? []), max].map((each) => Number(each.toPrecision(4))).join(', ')}; mean ${Number(mean.toPrecision(4))}`;
  const bar = (tone: string, from: number, to: number, wide: number): Markup =>
    markup`<rect class="${tone}" x="${percent(placeOf(at, count) + (slot * (1 - wide)) / 2)}" y="${y(to).toFixed(1)}" width="${percent(slot * wide)}" height="${Math.max(2, y(from) - y(to)).toFixed(1)}"><title>${title}</title></rect>`;
  return [
    bar('pale', min, max, 0.5),
    ...(quartiles === null ? [] : [bar('live', quartiles[0], quartiles[2], 0.7)]),
    bar('bad', mean, mean, 0.7),
  ];
}

const COUNTS = 60;

/** How many spans there were in each slice, and how many of them were evaluated. */
export function evaluatedChart({ points, evaluation }: QualityTrend, text: TextOf): Markup {
  const most = Math.max(1, ...points.map(({ spans }) => spans));
  const height = TOP + COUNTS + AXIS;
  const bars = points.flatMap(({ spans, summary, windows, startMs }, at) => {
    if (windows === 0) return [];
    const title = `${text(startMs)}: ${summary?.evaluated ?? 0} of ${spans} spans evaluated`;
    const bar = (tone: string, count: number): Markup => {
      const high = (Math.min(count, most) / most) * COUNTS;
      return markup`<rect class="${tone}" x="${percent(placeOf(at, points.length))}" y="${(TOP + COUNTS - high).toFixed(1)}" width="${percent(((1 - LEFT) / points.length) * 0.9)}" height="${high.toFixed(1)}"><title>${title}</title></rect>`;
    };
    return [bar('pale', spans), bar('live', summary?.evaluated ?? 0)];
  });
  return markup`<svg role="img" aria-label="${`Spans evaluated by ${evaluation}`}" height="${height}"><text class="dim tick" x="0" y="${TOP + 8}">${most}</text><text class="dim" x="0" y="${TOP + COUNTS}">0</text>${bars}${timeAxis(points, height - 6, text)}</svg>
${legend([
  ['live', 'evaluated'],
  ['pale', 'not evaluated'],
])}`;
}
