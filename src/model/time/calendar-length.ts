const UNITS = { m: 'minute', h: 'hour', d: 'day', w: 'week', mo: 'month' } as const;
const LENGTH = /^([1-9]\d{0,2})(mo|[mhdw])$/;

/**
 * A length by the calendar like `15m`, `6h`, `1d`, `1w` or `1mo`: one unit, 1 to 999 of it. Null where `text` is none; in
 * particular `1h30m`, which no calendar has.
 */
export function parseCalendarLength(text: string): CalendarLength | null {
  const [, count, unit] = LENGTH.exec(text) ?? [];
  return count === undefined ? null : { count: Number(count), unit: UNITS[unit as keyof typeof UNITS] };
}

/** The text that {@link parseCalendarLength} reads. */
export function formatCalendarLength({ count, unit }: CalendarLength): string {
  return `${count}${unit === 'month' ? 'mo' : unit.charAt(0)}`;
}

/** A length by the calendar: a day of a zone has 23 to 25 hours, a month 28 to 31 days. */
export interface CalendarLength {
  count: number;
  unit: (typeof CALENDAR_UNITS)[number];
}

/** The shortest time that a length stands for, in milliseconds: days have 24 hours, and months 28 days. */
export const shortestLengthMs = ({ count, unit }: CalendarLength): number => count * SHORTEST_MS[unit];

const DAY_MS = 86_400_000;
const SHORTEST_MS = {
  minute: 60_000,
  hour: 3_600_000,
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 28 * DAY_MS,
} as const;

/** From the shortest to the longest. */
export const CALENDAR_UNITS = ['minute', 'hour', 'day', 'week', 'month'] as const;
