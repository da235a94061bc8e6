import { Temporal as Calendar } from 'temporal-polyfill';
import type { Interval } from '../model/time/interval.js';
import type { Align, NominalRule, WatermarkRule } from '../model/schedule/schedule.js';
import type { CalendarLength } from '../model/time/calendar-length.js';
import { alignDown } from './borders-of.js';
import { evenClocks } from './even-clocks.js';
import { cutRange, piecesOf } from './cut-range.js';
import { DAY_MS, wallGrid } from './wall-grid.js';

const HOUR_MS = 3_600_000;

/**
 * What a firing in the mode `nominal` evaluates: the last whole `length` that ends, aligned in the zone, at or before the
 * nominal time less the lag; in pieces where it is longer than 30 days, none where the zone's clock left all of it out.
 *
 * Lengths of more than an hour, and lags before them, are counted by the wall clock: firings at 00:00, 06:00, 12:00 and
 * 18:00 then neither leave out nor repeat an hour when the clock jumps. On such a day the lag is an hour longer or shorter.
 * Up to an hour, and in hours without alignment (for firings every so often), elapsed time is counted.
 * @throws RangeError if the time zone is unknown
 */
export function windowsOfNominal(rule: NominalRule, nominalMs: number): Interval[] {
  const window = isElapsed(rule) ? elapsedWindow(rule, nominalMs) : wallWindow(rule, nominalMs);
  return window.startMs < window.endMs ? piecesOf(window, rule.timeZone) : [];
}

function isElapsed({ length, align }: NominalRule): boolean {
  const isClock = length.unit === 'minute' || length.unit === 'hour';
  return isClock && (align === 'none' || clockMs(length) <= HOUR_MS);
}

const clockMs = (length: CalendarLength): number => wallGrid(length).longestMs;

function elapsedWindow({ length, lagMs, align, timeZone }: NominalRule, nominalMs: number): Interval {
  const endMs = alignDown(nominalMs - lagMs, align, timeZone);
  return { startMs: endMs - clockMs(length), endMs };
}

function wallWindow(rule: NominalRule, nominalMs: number): Interval {
  const { length, timeZone } = rule;
  const nominalLocalMs = localOf(nominalMs, timeZone);
  const endLocalMs = endLocalOf(rule, nominalLocalMs);
  // Months differ: only the firing a month before tells where its window ended.
  const startLocalMs =
    length.unit === 'month' ? endLocalOf(rule, minus(nominalLocalMs, length)) : minus(endLocalMs, length);
  return { startMs: instantOf(startLocalMs, timeZone), endMs: instantOf(endLocalMs, timeZone) };
}

const endLocalOf = ({ lagMs, align }: NominalRule, nominalLocalMs: number): number =>
  floorLocal(nominalLocalMs - lagMs, align);

const floorLocal = (localMs: number, align: Align): number =>
  align === 'none' ? localMs : wallGrid({ count: 1, unit: align }).down(localMs);

const localOf = (ms: number, timeZone: string): number =>
  ms + (evenClocks(timeZone, ms, ms + 1)[0]?.offsetMs ?? 0);

// By the calendar of a zone without jumps: a local time is what it would show.
const minus = (localMs: number, { count, unit }: CalendarLength): number =>
  Calendar.Instant.fromEpochMilliseconds(localMs)
    .toZonedDateTimeISO('UTC')
    .subtract({ [`${unit}s`]: count }).epochMilliseconds;

/** The first instant at which the zone's clock shows a local time or more. */
function instantOf(localMs: number, timeZone: string): number {
  const clocks = evenClocks(timeZone, localMs - 2 * DAY_MS, localMs + 2 * DAY_MS);
  const clock = clocks.find(({ endMs, offsetMs }) => endMs + offsetMs > localMs);
  return clock === undefined ? localMs : Math.max(clock.startMs, localMs - clock.offsetMs);
}

/**
 * What a firing in the mode `watermark` evaluates: from the end of what is proven to the nominal time less the lag, in
 * slices from the oldest on, at most `maxSlices`. None if all is proven. Times are in milliseconds since 1970.
 * @throws RangeError if the time zone is unknown
 */
export function windowsOfWatermark(rule: WatermarkRule, provenMs: number, nominalMs: number): Interval[] {
  const endMs = alignDown(nominalMs - rule.lagMs, rule.align, rule.timeZone);
  if (provenMs >= endMs) return [];
  return cutRange({ startMs: provenMs, endMs }, rule.slice, rule.timeZone).slice(0, rule.maxSlices);
}
