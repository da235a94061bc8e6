import type { Interval } from '../model/time/interval.js';
import type { CalendarLength } from '../model/time/calendar-length.js';
import type { EvenClock } from './even-clocks.js';
import { evenClocks } from './even-clocks.js';
import type { WallGrid } from './wall-grid.js';
import { DAY_MS, wallGrid } from './wall-grid.js';
import type { Align } from '../model/schedule/schedule.js';

/** More than any clock ever jumped: Samoa left out a day. */
const LONGEST_JUMP_MS = 2 * DAY_MS;

/**
 * The instants at which slices of a length begin in a zone: from the last one at or before the start of a stretch to the
 * first one at or after its end, strictly rising. `startMs` may equal `endMs`.
 *
 * A border that the clock leaves out is the instant of the jump. One that it shows twice counts the first time only, so that
 * no day begins twice; but both times where slices are no longer than the jump back: hours stay hours then.
 */
export function bordersOf(length: CalendarLength, timeZone: string, stretch: Interval): number[] {
  const grid = wallGrid(length);
  const reachMs = grid.longestMs + LONGEST_JUMP_MS;
  const borders = bordersIn(evenClocks(timeZone, stretch.startMs - reachMs, stretch.endMs + reachMs), grid);
  const first = borders.findLastIndex((border) => border <= stretch.startMs);
  const last = borders.findIndex((border) => border >= stretch.endMs);
  return borders.slice(first, last + 1);
}

function bordersIn(clocks: readonly EvenClock[], grid: WallGrid): number[] {
  const borders: number[] = [];
  let shownMs = Number.NEGATIVE_INFINITY;
  for (const clock of clocks) {
    if (skipsBorder(shownMs, clock, grid)) borders.push(clock.startMs);
    const fromMs = firstLocalMs(shownMs, clock, grid);
    for (let at = up(fromMs, grid); at < clock.endMs + clock.offsetMs; at = grid.next(at)) {
      if (at - clock.offsetMs !== borders.at(-1)) borders.push(at - clock.offsetMs);
    }
    shownMs = Math.max(shownMs, clock.endMs + clock.offsetMs);
  }
  return borders;
}

/** Whether a border lies in the local times between what was shown and where the clock continues. */
const skipsBorder = (shownMs: number, clock: EvenClock, grid: WallGrid): boolean =>
  Number.isFinite(shownMs) && up(shownMs, grid) < clock.startMs + clock.offsetMs;

function firstLocalMs(shownMs: number, clock: EvenClock, grid: WallGrid): number {
  const localMs = clock.startMs + clock.offsetMs;
  const isRepeated = shownMs > localMs && grid.longestMs > shownMs - localMs;
  return isRepeated ? shownMs : localMs;
}

function up(localMs: number, grid: WallGrid): number {
  const downMs = grid.down(localMs);
  return downMs === localMs ? localMs : grid.next(downMs);
}

/** The last instant at or before `ms` that is aligned in the zone: a full hour, a local midnight, a Monday… */
export function alignDown(ms: number, align: Align, timeZone: string): number {
  if (align === 'none') return ms;
  return bordersOf({ count: 1, unit: align }, timeZone, { startMs: ms, endMs: ms })[0] ?? ms;
}
