import { formatCalendarLength, parseCalendarLength, shortestLengthMs } from '../time/calendar-length.js';
import type { CalendarLength } from '../time/calendar-length.js';
import { exactDuration, parseDurationMs } from '../time/duration.js';
import type { CalendarTimes, Every } from './schedule.js';

const DAY_MS = 86_400_000;
/** The first Monday of 1970. */
const MONDAY_MS = 4 * DAY_MS;

/**
 * When `every` fires. One day, one week, and months that divide a year are lengths of the calendar, from the local midnight,
 * Monday or first of the month; anything else is elapsed time since 1970 (UTC). Null if the text is neither, or is of days
 * or weeks that Temporal cannot count by the clock of the zone.
 */
export function everyOf(text: string, offsetMs: number, timeZone: string): Every | null {
  const every = parseCalendarLength(text);
  if (every === null || every.unit === 'minute' || every.unit === 'hour') {
    const everyMs = parseDurationMs(text);
    return everyMs === null || everyMs <= 0 ? null : { everyMs, offsetMs };
  }
  const { count, unit } = every;
  if (unit === 'month') return 12 % count === 0 ? { every, offsetMs } : null;
  if (count === 1) return { every, offsetMs };
  if (timeZone !== 'UTC') return null;
  const everyMs = count * (unit === 'week' ? 7 : 1) * DAY_MS;
  return { everyMs, offsetMs: ((unit === 'week' ? MONDAY_MS : 0) + offsetMs) % everyMs };
}

/** The shortest time between two firings. */
export const shortestMs = (every: Every): number =>
  'everyMs' in every ? every.everyMs : shortestLengthMs(every.every);

/** The times of `every` by the calendar of its zone. */
export function calendarOfEvery({
  every,
  offsetMs,
}: {
  every: CalendarLength;
  offsetMs: number;
}): CalendarTimes {
  const days = Math.floor(offsetMs / DAY_MS);
  const clock = {
    hour: String(Math.floor(offsetMs / 3_600_000) % 24),
    minute: String(Math.floor(offsetMs / 60_000) % 60),
    second: String(Math.floor(offsetMs / 1000) % 60),
  };
  if (every.unit === 'week') return { ...clock, dayOfWeek: String((1 + days) % 7) };
  if (every.unit !== 'month') return clock;
  return { ...clock, dayOfMonth: String(1 + days), month: every.count === 1 ? '*' : `*/${every.count}` };
}

export function everyInWords(every: Every): string {
  const length = 'everyMs' in every ? exactDuration(every.everyMs) : formatCalendarLength(every.every);
  return `every ${length}${every.offsetMs === 0 ? '' : ` offset ${exactDuration(every.offsetMs)}`}`;
}
