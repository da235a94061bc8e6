import { Temporal as Calendar } from 'temporal-polyfill';
import { instantMs } from '../model/time/window.js';

/** Each names other zones by letters, and all others as `GMT+3`. */
const LOCALES = ['en-US', 'en-GB', 'en-AU', 'en-IN', 'en-ZA'];

const abbreviators = new Map<string, Intl.DateTimeFormat[]>();

/** A time by the clock of a zone for people, like `2026-03-29 03:00 CEST`; seconds only where there are any. */
export function zonedText(ms: number, timeZone: string): string {
  const zoned = Calendar.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone);
  const [date, time = ''] = zoned.toPlainDateTime().toString().split('T');
  return `${date} ${time.replace(/^(\d\d:\d\d):00$/, '$1')} ${abbreviation(ms, timeZone) ?? zoned.offset}`;
}

function abbreviation(ms: number, timeZone: string): string | undefined {
  return abbreviatorsOf(timeZone)
    .map((format) => format.formatToParts(ms).find(({ type }) => type === 'timeZoneName')?.value)
    .find((name) => name !== undefined && !/[+-]/.test(name));
}

// Made once for each zone: making one takes longer than using it a hundred times.
function abbreviatorsOf(timeZone: string): Intl.DateTimeFormat[] {
  const known = abbreviators.get(timeZone);
  if (known !== undefined) return known;
  const made = LOCALES.map((locale) => new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'short' }));
  abbreviators.set(timeZone, made);
  return made;
}

const OFFSET = /^[+-]/;

/**
 * Whether a time zone has this name, in this spelling: the Temporal server knows neither `europe/berlin` nor `+02:00`,
 * which the calendar would take.
 */
export function isTimeZone(name: string): boolean {
  if (OFFSET.test(name)) return false;
  try {
    return Calendar.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId === name;
  } catch {
    return false;
  }
}

/** The instant of a time with its zone, or of a local one in this zone; null where `text` is neither. */
export const instantIn = (text: string, timeZone: string): number | null =>
  instantMs(text) ?? instantOfLocal(text, timeZone);

const LOCAL = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?$/;

/**
 * The instant at which the clock of a zone shows a date (its first moment) or a date and time, in milliseconds since 1970;
 * null where `text` is neither. A time that the clock leaves out is read as if it had not jumped, one that it shows twice as
 * the first of the two.
 */
export function instantOfLocal(text: string, timeZone: string): number | null {
  if (!LOCAL.test(text)) return null;
  try {
    const [date = '', time] = text.split(/[T ]/);
    const day = Calendar.PlainDate.from(date);
    // The start of a day is not 00:00 where the clock jumps at midnight.
    const zoned =
      time === undefined
        ? day.toZonedDateTime(timeZone)
        : day.toZonedDateTime({ timeZone, plainTime: Calendar.PlainTime.from(time) });
    return zoned.epochMilliseconds;
  } catch {
    return null;
  }
}
