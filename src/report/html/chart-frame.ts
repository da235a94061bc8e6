import type { TrendPoint } from '../../model/quality/kept/quality-trend.js';
import { pointNames } from '../../model/quality/kept/quality-view.js';
import { markup } from '../markup.js';
import type { Markup } from '../markup.js';
import { percent } from './elements.js';

/** Formats a time in the zone of the page. */
export type TextOf = (ms: number) => string;

/** Share of the width for the numbers of the axis. */
export const LEFT = 0.13;
export const TOP = 8;
export const AXIS = 22;

/** Where the slices of a chart stand, from left to right. */
export const placeOf = (at: number, count: number): number => LEFT + ((1 - LEFT) * at) / Math.max(1, count);
export const middleOf = (at: number, count: number): number => placeOf(at + 0.5, count);

/** Names of five slices at most, so that a phone has room for them. */
export function timeAxis(points: readonly Pick<TrendPoint, 'startMs'>[], y: number, text: TextOf): Markup[] {
  const every = Math.max(1, Math.ceil(points.length / 5));
  const nameOf = pointNames(points, text);
  return points.flatMap(({ startMs }, at) => {
    const x = placeOf(at, points.length);
    return at % every === 0 && points.length - at >= every / 2
      ? markup`<text class="dim" x="${percent(x)}" y="${y}" text-anchor="${x > 0.85 ? 'end' : 'start'}">${nameOf(startMs)}</text>`
      : [];
  });
}

export interface Scale {
  lowest: number;
  highest: number;
}

export function scaleOf(values: readonly number[]): Scale {
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  const room = (highest - lowest || Math.abs(highest) || 1) * 0.1;
  return { lowest: lowest - room, highest: highest + room };
}
