import type { Interval } from '../model/time/interval.js';
import type { CalendarLength } from '../model/time/calendar-length.js';
import { bordersOf } from './borders-of.js';
import { MAX_WINDOW_MS } from '../model/time/window.js';
import { DAY_MS } from './wall-grid.js';

/**
 * The slices of a range, aligned in a zone (`bordersOf`), from the oldest to the newest: they cover it exactly once, none is
 * empty or longer than 30 days, and the first and the last are what of them lies in the range. Their borders do not
 * depend on the range.
 * @throws RangeError if the time zone is unknown
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

/** An interval as it can be sent: where it is longer than 30 days, pieces as equal as midnights of the zone allow. */
export function piecesOf(interval: Interval, timeZone: string): Interval[] {
  const lengthMs = interval.endMs - interval.startMs;
  if (lengthMs <= MAX_WINDOW_MS) return [interval];
  const midnights = bordersOf({ count: 1, unit: 'day' }, timeZone, interval);
  const fewest = equalPieces(interval, midnights, Math.ceil(lengthMs / MAX_WINDOW_MS));
  if (fewest.every(isShortEnough)) return fewest;
  // A midnight is up to a day before the ideal border, on a day that may be longer than others.
  return equalPieces(interval, midnights, Math.ceil(lengthMs / (MAX_WINDOW_MS - 2 * DAY_MS)));
}

const isShortEnough = ({ startMs, endMs }: Interval): boolean => endMs - startMs <= MAX_WINDOW_MS;

function equalPieces({ startMs, endMs }: Interval, midnights: readonly number[], count: number): Interval[] {
  const lastMidnight = (ms: number): number => midnights.findLast((midnight) => midnight <= ms) ?? startMs;
  const inner = Array.from({ length: count - 1 }, (_, piece) =>
    Math.max(startMs, lastMidnight(startMs + ((endMs - startMs) * (piece + 1)) / count)),
  );
  return intervalsBetween([startMs, ...inner, endMs]);
}

/** The intervals between borders; a border that is there twice makes none. */
function intervalsBetween(borders: readonly number[]): Interval[] {
  return borders
    .slice(1)
    .map((endMs, index) => ({ startMs: borders[index] ?? endMs, endMs }))
    .filter(({ startMs, endMs }) => startMs < endMs);
}
