import { Temporal as Calendar } from 'temporal-polyfill';

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
