import type { CalendarTimes } from './schedule.js';
import { countedDays, timeFieldValues } from './time-fields.js';
import type { CountedDay } from './time-fields.js';

/** Values of a calendar, all of which a time must match; an absent member matches everything. */
export type PlainCalendar = Partial<Record<keyof CalendarTimes, number[]>>;

/** Months of the same length. */
interface MonthGroup {
  length: number;
  months: readonly number[];
  isLeap?: boolean;
}

const GROUPS: readonly MonthGroup[] = [
  { length: 31, months: [1, 3, 5, 7, 8, 10, 12] },
  { length: 30, months: [4, 6, 9, 11] },
  { length: 29, months: [2], isLeap: true },
  { length: 28, months: [2], isLeap: false },
];

/** A rule for days: those of a month of a given length, on these days of the week (null: on any). */
interface DayRule {
  days: (length: number) => number[];
  weekdays: number[] | null;
  dependsOnLength: boolean;
}

/**
 * Times by the calendar as Temporal can match them: each field is a list of numbers, and the days of a month are numbers
 * from its beginning. Days that are counted from its end (`L`, `FRIL`) need a calendar for each length of a month.
 */
export function plainCalendars(times: CalendarTimes): PlainCalendar[] {
  const rest = restOf(times);
  const ofMonth = rulesOf(times.dayOfMonth, 'dayOfMonth');
  const ofWeek = rulesOf(times.dayOfWeek, 'dayOfWeek');
  return ofMonth.flatMap((one) =>
    ofWeek.flatMap((other) => calendarsOf(both(one, other), rest)).filter(isPossible),
  );
}

const isPossible = (calendar: PlainCalendar): boolean =>
  Object.values(calendar).every((values) => values.length > 0);

function restOf(times: CalendarTimes): PlainCalendar {
  const rest: PlainCalendar = {};
  for (const name of ['second', 'minute', 'hour', 'month', 'year'] as const) {
    const text = times[name];
    if (text !== undefined && (text.trim() !== '*' || ['second', 'minute', 'hour'].includes(name)))
      rest[name] = sorted(timeFieldValues(text, name));
  }
  return rest;
}

const ALWAYS: DayRule = { days: upTo, weekdays: null, dependsOnLength: false };

function rulesOf(text: string | undefined, name: 'dayOfMonth' | 'dayOfWeek'): DayRule[] {
  if (text === undefined || /^[*?]$/.test(text.trim())) return [ALWAYS];
  const plain = sorted(timeFieldValues(text, name), name === 'dayOfWeek' ? 7 : 32);
  const counted = countedDays(text, name).map(ruleOf);
  if (plain.length === 0) return counted;
  const rule =
    name === 'dayOfWeek'
      ? { ...ALWAYS, weekdays: plain }
      : { ...ALWAYS, days: (length: number) => plain.filter((day) => day <= length) };
  return [rule, ...counted];
}

function ruleOf(day: CountedDay): DayRule {
  if ('beforeLast' in day)
    return { days: (length) => [length - day.beforeLast], weekdays: null, dependsOnLength: true };
  if ('lastWeekday' in day)
    return {
      days: (length) => upTo(length).slice(-7),
      weekdays: [day.lastWeekday],
      dependsOnLength: true,
    };
  const first = (day.nth - 1) * 7;
  return {
    days: (length) => upTo(length).slice(first, first + 7),
    weekdays: [day.weekday],
    dependsOnLength: false,
  };
}

function upTo(length: number): number[] {
  return Array.from({ length }, (_, at) => at + 1);
}

const both = (one: DayRule, other: DayRule): DayRule => ({
  days: (length) => one.days(length).filter((day) => other.days(length).includes(day)),
  weekdays: one.weekdays ?? other.weekdays,
  dependsOnLength: one.dependsOnLength || other.dependsOnLength,
});

function calendarsOf(rule: DayRule, rest: PlainCalendar): PlainCalendar[] {
  const weekdays = rule.weekdays === null ? {} : { dayOfWeek: rule.weekdays };
  if (!rule.dependsOnLength) {
    const days = rule.days(31);
    return [{ ...rest, ...(days.length === 31 ? {} : { dayOfMonth: days }), ...weekdays }];
  }
  return GROUPS.map(({ length, months, isLeap }) => ({
    ...rest,
    month: months.filter((month) => rest.month?.includes(month) ?? true),
    ...(isLeap === undefined ? {} : { year: yearsOf(rest.year, isLeap) }),
    dayOfMonth: rule.days(length),
    ...weekdays,
  }));
}

const yearsOf = (years: readonly number[] | undefined, isLeap: boolean): number[] =>
  (years ?? Array.from({ length: 101 }, (_, at) => 2000 + at)).filter(
    (year) => (new Date(Date.UTC(year, 1, 29)).getUTCDate() === 29) === isLeap,
  );

const sorted = (values: ReadonlySet<number>, modulo = Infinity): number[] =>
  [...new Set([...values].map((value) => value % modulo))].toSorted((a, b) => a - b);
