import { formatNumber, withoutNoise } from '../../model/base/numbers.js';
import type { TrendLimits } from '../../model/quality/kept/quality-trend.js';
import type { Style, Tone } from '../style.js';

/** A place of a chart, from left to right; null where nothing is known. */
export interface ChartPoint {
  value: number | null;
  /** Beneath it, if there is room. */
  label: string;
}

const ROWS = 9;

interface Signs {
  point: string;
  outside: string;
  limit: string;
  axis: string;
  centre: string;
}

const UNICODE: Signs = { point: '●', outside: '✗', limit: '┄', axis: '┤', centre: '·' };
const ASCII: Signs = { point: '*', outside: 'x', limit: '-', axis: '|', centre: '.' };

/** Values over time in characters, with the limits that they are expected within. Empty if there is no value. */
export function trendChartLines(
  points: readonly ChartPoint[],
  limits: TrendLimits | null,
  style: Style,
): string[] {
  const known = points.map(({ value }) => value).filter((value) => value !== null);
  if (known.length === 0) return [];
  const scale = scaleOf([...known, ...(limits === null ? [] : [limits.lower, limits.upper])]);
  const names = Array.from({ length: ROWS }, (_, row) => (row % 2 === 0 ? axisName(scale, row) : ''));
  const left = Math.max(...names.map(({ length }) => length));
  const width = columnWidth(points.length, style.columns - left - 2);
  const signs = style.unicode ? UNICODE : ASCII;
  const rows = names.map((name, row) => {
    const axis = style.paint('dim', `${name.padStart(left)} ${signs.axis}`);
    return `${axis}${points.map((point) => cell(point, row, scale, limits, signs, width, style)).join('')}`;
  });
  return [...rows, ...labelLine(points, width, left + 2, style)];
}

/** How many points have room beside an axis: more have to be drawn together. */
export const chartRoom = ({ columns }: Style): number => Math.max(10, Math.min(columns, 160) - 12);

interface Scale {
  lowest: number;
  highest: number;
}

function scaleOf(values: readonly number[]): Scale {
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  const room = highest === lowest ? Math.abs(highest) * 0.1 || 0.5 : 0;
  return { lowest: lowest - room, highest: highest + room };
}

const axisName = ({ lowest, highest }: Scale, row: number): string =>
  formatNumber(withoutNoise(Number((highest - ((highest - lowest) * row) / (ROWS - 1)).toPrecision(3))));

const rowOf = ({ lowest, highest }: Scale, value: number): number =>
  Math.round(((highest - value) / (highest - lowest)) * (ROWS - 1));

const columnWidth = (points: number, room: number): number =>
  Math.max(1, Math.min(4, Math.floor(room / Math.max(1, points))));

function cell(
  { value }: ChartPoint,
  row: number,
  scale: Scale,
  limits: TrendLimits | null,
  signs: Signs,
  width: number,
  style: Style,
): string {
  const lines = limits === null ? [] : [limits.lower, limits.upper];
  const isLimit = lines.some((limit) => rowOf(scale, limit) === row);
  const isCentre = limits !== null && rowOf(scale, limits.centre) === row;
  const ground = isLimit ? signs.limit : isCentre ? signs.centre : ' ';
  const isHere = value !== null && rowOf(scale, value) === row;
  if (!isHere) return style.paint('dim', ground.repeat(width));
  const isOutside = limits !== null && (value < limits.lower || value > limits.upper);
  const tone: Tone = isOutside ? 'bad' : 'live';
  const rest = style.paint('dim', ground.repeat(width - 1));
  return `${style.paint(tone, isOutside ? signs.outside : signs.point)}${rest}`;
}

/** Names beneath the points that have room beside one another. */
function labelLine(points: readonly ChartPoint[], width: number, left: number, style: Style): string[] {
  let line = '';
  points.forEach(({ label }, at) => {
    const from = at * width;
    const isRoom = line === '' || from >= line.length + 2;
    if (isRoom && from + label.length <= Math.max(points.length * width, label.length))
      line = line.padEnd(from) + label;
  });
  return line === '' ? [] : [style.paint('dim', `${' '.repeat(left)}${line}`)];
}
