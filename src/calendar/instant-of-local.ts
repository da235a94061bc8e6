import { Temporal as Calendar } from 'temporal-polyfill';

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
