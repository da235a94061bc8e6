import { Temporal as Calendar } from 'temporal-polyfill';

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
