import type { Interval } from '../model/time/interval.js';
import type { CalendarLength } from '../model/time/calendar-length.js';
import { bordersOf } from './borders-of.js';
import { intervalsBetween, piecesOf } from './pieces-of.js';

/**
 * The slices of a range, aligned in a zone (`bordersOf`), from the oldest to the newest: they cover it exactly once, none is
 * empty or longer than 30 days, and the first and the last are what of them lies in the range. Their borders do not
 * depend on the range.
 */
export function cutRange(range: Interval, slice: CalendarLength, timeZone: string): Interval[] {
  const slices = intervalsBetween(bordersOf(slice, timeZone, range));
  return slices
    .flatMap((each) => piecesOf(each, timeZone))
    .map(({ startMs, endMs }) => ({
      startMs: Math.max(startMs, range.startMs),
      endMs: Math.min(endMs, range.endMs),
    }))
    .filter(({ startMs, endMs }) => startMs < endMs);
}
