import { Temporal as Calendar } from 'temporal-polyfill';
import { parseCalendarLength } from '../model/time/calendar-length.js';
import type { CalendarLength } from '../model/time/calendar-length.js';
import { parseDurationMs } from '../model/time/duration.js';
import type { Interval } from '../model/time/interval.js';
import { instantMs } from '../model/time/window.js';
import { alignDown } from './borders-of.js';
import { instantOfLocal } from './time-zone.js';

const MINUTE_MS = 60_000;

/** What a moment may be, for messages. */
export const MOMENT_FORMS =
  'a time with its zone (2026-11-01T00:00:00Z), a local time (2026-11-01 or 2026-11-01T06:00), today, yesterday, or now-24h';

/** What a window may be, for messages. */
export const WINDOW_FORMS =
  'yesterday, today, last-hour, last-week, last-month, a day (2026-11-01), a month (2026-11), or START/END';

/**
 * The moment of a text in milliseconds since 1970: with its zone, by the clock of the time zone (`2026-11-01`,
 * `2026-11-01T06:00`), `today` and `yesterday` (their first moment), or `now` to the full minute. `-6h` behind one of these
 * words goes back by elapsed time, `-1d`, `-1w` and `-1mo` by the calendar. Null if it is none of these.
 */
export function momentOf(text: string, timeZone: string, nowMs: number): number | null {
  const [, word, back] = /^(now|today|yesterday)(?:-(\w+))?$/.exec(text) ?? [];
  if (word === undefined) return instantMs(text) ?? instantOfLocal(text, timeZone);
  const fromMs = momentOfWord(word, timeZone, nowMs);
  if (back === undefined) return fromMs;
  const length = parseCalendarLength(back);
  if (length !== null && !['minute', 'hour'].includes(length.unit)) return minus(fromMs, length, timeZone);
  const backMs = parseDurationMs(back);
  return backMs === null ? null : fromMs - backMs;
}

/** Whether a moment was given with its zone, so that it can only be read in one way. */
export const isExactMoment = (text: string): boolean => instantMs(text) !== null;

function momentOfWord(word: string, timeZone: string, nowMs: number): number {
  const minuteMs = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS;
  if (word === 'now') return minuteMs;
  const todayMs = alignDown(nowMs, 'day', timeZone);
  return word === 'today' ? todayMs : alignDown(todayMs - 1, 'day', timeZone);
}

const minus = (ms: number, { count, unit }: CalendarLength, timeZone: string): number =>
  Calendar.Instant.fromEpochMilliseconds(ms)
    .toZonedDateTimeISO(timeZone)
    .subtract({ [`${unit}s`]: count }).epochMilliseconds;

const UNITS = {
  'last-hour': 'hour',
  yesterday: 'day',
  'last-day': 'day',
  'last-week': 'week',
  'last-month': 'month',
} as const;

/** The window of a text: the last whole hour, day, week or month, a day, a month, or two moments with `/`. Null if it is none. */
export function windowOf(text: string, timeZone: string, nowMs: number): Interval | null {
  const unit = UNITS[text as keyof typeof UNITS];
  if (unit !== undefined) {
    const endMs = alignDown(nowMs, unit, timeZone);
    return ordered(alignDown(endMs - 1, unit, timeZone), endMs);
  }
  if (text === 'today') return ordered(momentOf('today', timeZone, nowMs), momentOf('now', timeZone, nowMs));
  const [start = '', end, ...rest] = text.split('/');
  if (end !== undefined)
    return rest.length > 0 ? null : ordered(momentOf(start, timeZone, nowMs), momentOf(end, timeZone, nowMs));
  const month = /^\d{4}-\d{2}$/.test(text);
  const startMs = /^\d{4}-\d{2}(-\d{2})?$/.test(text)
    ? instantOfLocal(month ? `${text}-01` : text, timeZone)
    : null;
  return startMs === null ? null : ordered(startMs, after(startMs, month ? 'months' : 'days', timeZone));
}

const after = (ms: number, unit: 'days' | 'months', timeZone: string): number =>
  Calendar.Instant.fromEpochMilliseconds(ms)
    .toZonedDateTimeISO(timeZone)
    .add({ [unit]: 1 })
    .startOfDay().epochMilliseconds;

const ordered = (startMs: number | null, endMs: number | null): Interval | null =>
  startMs === null || endMs === null || startMs >= endMs ? null : { startMs, endMs };
