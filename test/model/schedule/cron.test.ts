import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cronFields } from '../../../src/model/schedule/cron-fields.js';
import { calendarOfEvery, everyOf } from '../../../src/model/schedule/every.js';
import { plainCalendars } from '../../../src/model/schedule/plain-calendars.js';
import type { PlainCalendar } from '../../../src/model/schedule/plain-calendars.js';
import type { CalendarTimes } from '../../../src/model/schedule/schedule.js';

/** The days from 2026 to 2029 on which Temporal fires: a day must match every member of one of its calendars. */
const daysOf = (calendars: PlainCalendar[]): string[] =>
  DAYS.filter((day) =>
    calendars.some(
      ({ year, month, dayOfMonth, dayOfWeek }) =>
        (year?.includes(day.getUTCFullYear()) ?? true) &&
        (month?.includes(day.getUTCMonth() + 1) ?? true) &&
        (dayOfMonth?.includes(day.getUTCDate()) ?? true) &&
        (dayOfWeek?.includes(day.getUTCDay()) ?? true),
    ),
  ).map(iso);

const DAY_MS = 86_400_000;
const DAYS = Array.from({ length: 1461 }, (_, at) => new Date(Date.UTC(2026, 0, 1) + at * DAY_MS));
const iso = (day: Date): string => day.toISOString().slice(0, 10);
const daysLater = (day: Date, days: number): Date => new Date(day.getTime() + days * DAY_MS);
const isOtherMonth = (day: Date, days: number): boolean =>
  daysLater(day, days).getUTCMonth() !== day.getUTCMonth();

function fieldsOf(cron: string): CalendarTimes {
  const read = cronFields(cron);
  if ('problem' in read) throw new Error(`${cron} ${read.problem}`);
  return read.fields;
}
const firingDays = (cron: string): string[] => daysOf(plainCalendars(fieldsOf(cron)));
const NAMES = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

describe('days that are counted within a month are those of a calendar on the wall', () => {
  test.each([0, 1, 2, 27])('L-%i is so many days before the next month', (before) => {
    const expected = DAYS.filter((day) => isOtherMonth(day, before + 1) && !isOtherMonth(day, before));
    expect(firingDays(`0 9 L-${before} * *`)).toEqual(expected.map(iso));
  });

  test('MON#n is the nth, FRIL the last of a month, with any other days in the list', () => {
    fc.assert(
      fc.property(fc.nat(6), fc.integer({ min: 1, max: 5 }), fc.nat(6), fc.nat(6), (a, nth, b, c) => {
        const cron = `0 9 * * ${NAMES[a]}#${nth},${NAMES[b]}L,${NAMES[c]}`;
        const expected = DAYS.filter((day) => {
          const weekday = day.getUTCDay();
          const isNth = weekday === a && Math.ceil(day.getUTCDate() / 7) === nth;
          return isNth || (weekday === b && isOtherMonth(day, 7)) || weekday === c;
        });
        expect(firingDays(cron)).toEqual(expected.map(iso));
      }),
      { numRuns: 30 },
    );
  });

  test('within the months and years that are given', () => {
    expect(firingDays('0 9 L 2 * 2026-2028')).toEqual(['2026-02-28', '2027-02-28', '2028-02-29']);
    expect(firingDays('0 9 L * FRI 2026')).toEqual(['2026-07-31']);
  });

  test('as the working day nearest to a day, in three expressions', () => {
    const three = ['0 9 15 * MON-FRI', '0 9 14 * FRI', '0 9 16 * MON'].flatMap(firingDays);
    const expected = DAYS.filter((day) => day.getUTCDate() === 15).map((day) =>
      iso(daysLater(day, [1, 0, 0, 0, 0, 0, -1][day.getUTCDay()] ?? 0)),
    );
    expect(three.toSorted()).toEqual(expected);
  });

  test('as the last working day, in three expressions', () => {
    const three = ['0 9 L * MON-FRI', '0 9 L-1 * FRI', '0 9 L-2 * FRI'].flatMap(firingDays);
    const isWorkday = (day: Date): boolean => day.getUTCDay() % 6 !== 0;
    const expected = DAYS.filter(
      (day) =>
        isWorkday(day) &&
        [1, 2, 3].every((days) => isOtherMonth(day, days) || !isWorkday(daysLater(day, days))),
    );
    expect(three.toSorted()).toEqual(expected.map(iso));
  });
});

test.each([
  ['0 9 * * SAT-SUN', { dayOfWeek: [0, 6] }],
  ['0 9 * * FRI-MON', { dayOfWeek: [0, 1, 5, 6] }],
  ['0 9 * * 5-7', { dayOfWeek: [0, 5, 6] }],
  ['0 9 * * Monday', { dayOfWeek: [1] }],
  ['0 22-2 * * *', { hour: [0, 1, 2, 22, 23] }],
  ['0 22-3/2 * * *', { hour: [0, 2, 22] }],
  ['0 0 28-3 NOV-FEB ?', { dayOfMonth: [1, 2, 3, 28, 29, 30, 31], month: [1, 2, 11, 12] }],
  ['0 9 ? * MON', { dayOfWeek: [1] }],
  ['@Weekly', { dayOfWeek: [0] }],
  ['0 5 * * * # nightly', { hour: [5] }],
  ['0 9 ? * MON-FRI 2027', { year: [2027] }],
])('%s matches what it says in every dialect', (cron, calendar) => {
  expect(plainCalendars(fieldsOf(cron))).toEqual([expect.objectContaining(calendar)]);
});

test('of six fields the last is a year, of seven the first is seconds', () => {
  expect(cronFields('1 2 3 4 5 2027')).toEqual({
    fields: { minute: '1', hour: '2', dayOfMonth: '3', month: '4', dayOfWeek: '5', year: '2027' },
  });
  expect(cronFields('9 1 2 3 4 5 2027')).toMatchObject({ fields: { second: '9', year: '2027' } });
});

describe('what other dialects read in another way is refused with what to write', () => {
  test.each([
    ['0 9 * * 1#1', 'dialects of cron number the days differently; write MON#1 or SUN#1'],
    ['0 9 * * 6L', 'write SATL or FRIL'],
    ['0 9 * * L', 'write SAT, or L for the days of the month'],
    ['0 9 * * MON#-1', 'write MONL for the last one of a month'],
    ['0 9 * * fri#last', 'write FRIL'],
    ['0 9 * * MON#6', 'for the days of the week, expected'],
    ['0 9 L-31 * *', 'for the days of the month, expected'],
    ['0 9 15W * *', 'with 15 and MON-FRI, 14 and FRI, 16 and MON'],
    ['0 9 LW * *', 'with L and MON-FRI, L-1 and FRI, L-2 and FRI'],
    ['0 9 ? * 2', 'write names like MON-FRI'],
    ['0 9 ? * 2-6 2027', 'write names like MON-FRI'],
    ['0 0 9 ? * 2 *', 'write names like MON-FRI'],
    ['0 0 3 * * *', 'write "0 3 * * *" or "0 0 3 * *"'],
    ['*/10 * * * * *', 'write "*/10 * * * * * *" or "*/10 * * * *"'],
    ['0 30 9 * * MON-FRI', 'starts with seconds: write "30 9 * * MON-FRI"'],
    ['15 30 9 ? * MON', 'starts with seconds: write "15 30 9 ? * MON *"'],
    ['cron(0 9 ? * MON *)', 'EventBridge'],
    ['cron(0 9 * * ? 2027)', 'write "0 9 * * ? 2027"'],
    ['rate(5 minutes)', '`every: 5m`'],
    ['rate(1 day)', '`every: 24h`'],
    ['at(2026-11-01T00:00:00)', 'is a single time'],
    ['H 3 * * *', 'write a number, and spread the firings with `jitter`'],
    ['0~59 3 * * *', '`jitter`'],
    ['@reboot', 'is not one of @yearly'],
    ['@every 6h', '`every: 6h`'],
    ['CRON_TZ=UTC 0 5 * * *', 'use `timezone`'],
    ['0 5 * * * Europe/Berlin', 'use `timezone`'],
    ['daily', 'write "0 0 * * *"'],
    ['weekly', 'write "0 0 * * MON"'],
    ['Mon *-*-* 09:00:00', 'write "0 9 * * MON"'],
    ['Mon..Fri 09:30', 'write "30 9 * * MON-FRI"'],
    ['*-*-01 00:00', 'write "0 0 1 * *"'],
    ['*:0/15', 'write "*/15 * * * *"'],
    ['2026-11-01 09:00', 'is a calendar event of systemd'],
    ['0 9 * *', 'has 4 fields, expected 5'],
    ['# nothing', 'has 0 fields'],
  ])('%s', (cron, problem) => {
    expect(cronFields(cron)).toEqual({ problem: expect.stringContaining(problem) as string });
  });
});

describe('every', () => {
  test.each([
    ['1d', 0, { hour: '0', minute: '0', second: '0' }],
    ['1d', 3.5 * 3_600_000, { hour: '3', minute: '30', second: '0' }],
    ['1w', 0, { hour: '0', minute: '0', second: '0', dayOfWeek: '1' }],
    ['1w', 6.5 * DAY_MS, { hour: '12', minute: '0', second: '0', dayOfWeek: '0' }],
    ['1mo', 2 * DAY_MS, { hour: '0', minute: '0', second: '0', dayOfMonth: '3', month: '*' }],
    ['3mo', 0, { hour: '0', minute: '0', second: '0', dayOfMonth: '1', month: '*/3' }],
  ])('%s (%i ms later) is counted by the calendar of the zone', (text, offsetMs, times) => {
    const every = everyOf(text, offsetMs, 'Europe/Berlin');
    expect(every !== null && 'every' in every && calendarOfEvery(every)).toEqual(times);
  });

  test('is elapsed time in hours, and in any number of days or weeks of UTC, which begin on a Monday', () => {
    expect(everyOf('24h', 5, 'Europe/Berlin')).toEqual({ everyMs: DAY_MS, offsetMs: 5 });
    expect(everyOf('2d', 0, 'UTC')).toEqual({ everyMs: 2 * DAY_MS, offsetMs: 0 });
    expect(everyOf('2w', 0, 'UTC')).toEqual({ everyMs: 14 * DAY_MS, offsetMs: 4 * DAY_MS });
  });

  test.each(['2d', '2w', '5mo'])('is no %s of a zone, which Temporal cannot count', (text) => {
    expect(everyOf(text, 0, 'Europe/Berlin')).toBeNull();
  });
});

test.each([
  [
    '*/90 * * * *',
    /"\*\/90" for the minutes: a step of 90 matches one value alone; for an interval use `every: 90m`$/,
  ],
  ['0 */36 * * *', /use `every: 36h`$/],
  ['0 9 * */12 *', /a step of 12 matches one value alone; leave the step out$/],
  ['every 5 minutes', /^is an interval: use `every: 5m`$/],
  ['every week', /use `every: 1w`$/],
  ['6h', /use `every: 6h`$/],
  ['R/PT15M', /use `every: PT15M`$/],
  ['OnCalendar=daily', /^is a calendar event of systemd: write "0 0 \* \* \*"$/],
])('%s is another way to write times, and is refused with what to write', (cron, problem) => {
  expect(cronFields(cron)).toEqual({ problem: expect.stringMatching(problem) as string });
});
