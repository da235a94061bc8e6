import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutRange } from '../../src/calendar/cut-range.js';
import { windowsOfNominal } from '../../src/calendar/windows-of-rule.js';
import type { Interval } from '../../src/model/time/interval.js';
import type { Align, NominalRule } from '../../src/model/schedule/schedule.js';
import type { CalendarLength } from '../../src/model/time/calendar-length.js';
import { anyLength, anyZone } from './arbitraries.js';
import { coverProblem } from './cover-problem.js';
import { localTime } from './local-time.js';

const HOUR_MS = 3_600_000;

const ruleOf = (more: Partial<NominalRule>): NominalRule => ({
  mode: 'nominal',
  length: { count: 1, unit: 'day' },
  lagMs: 0,
  align: 'day',
  timeZone: 'Europe/Berlin',
  ...more,
});

const iso = (windows: Interval[]): string[] =>
  windows.map((window) =>
    [window.startMs, window.endMs].map((ms) => new Date(ms).toISOString().slice(0, 16)).join(' '),
  );

/** The instants at which a cron on these minutes of the day fires in a zone, where its clock shows each of them once a day. */
function firings(zone: string, from: number, days: number, minutes: readonly number[]): number[] | null {
  const all = cutRange(
    { startMs: from, endMs: from + days * 24 * HOUR_MS },
    { count: 1, unit: 'day' },
    zone,
  ).slice(1, -1);
  const instants = all.flatMap(({ startMs, endMs }) =>
    minutes.map((minute) => {
      const shown: number[] = [];
      for (let at = startMs; at < endMs; at += 15 * 60_000) {
        if (localTime(at, zone).minuteOfDay === minute) shown.push(at);
      }
      return shown.length === 1 ? shown[0] : undefined;
    }),
  );
  return instants.every((at) => at !== undefined) ? instants : null;
}

/** When the clock shows 12:00 on the day that begins at `ms`. */
function noonAfter(ms: number, zone: string): number {
  const noonMs = ms + 12 * HOUR_MS;
  return noonMs + (12 * 60 - localTime(noonMs, zone).minuteOfDay) * 60_000;
}

function expectNoHole(rule: NominalRule, nominals: readonly number[]): void {
  const windows = nominals.flatMap((nominal) => windowsOfNominal(rule, nominal));
  const [first, last] = [windows[0], windows.at(-1)];
  if (first === undefined || last === undefined) return;
  expect(coverProblem(windows, { startMs: first.startMs, endMs: last.endMs })).toBeNull();
}

/** Begin near a change of the clock. */
const nearChange = fc
  .tuple(
    fc.integer({ min: 1975, max: 2035 }),
    fc.constantFrom(2, 3, 8, 9, 10),
    fc.integer({ min: 1, max: 28 }),
  )
  .map(([year, month, day]) => Date.UTC(year, month, day));

const anyLag = fc.integer({ min: 0, max: 60 }).map((halfHours) => halfHours * 30 * 60_000);

describe('windowsOfNominal', () => {
  test('daily firings at an hour that each day has once leave no hole and repeat nothing, in any zone, with any lag', () => {
    const anyAlign = fc.constantFrom<Align>('none', 'minute', 'hour', 'day');
    const hour = fc.constantFrom(0, 60, 150, 240, 720, 1380);
    fc.assert(
      fc.property(anyZone, nearChange, anyLag, anyAlign, hour, (timeZone, from, lagMs, align, minute) => {
        const nominals = firings(timeZone, from, 7, [minute]);
        fc.pre(nominals !== null);
        expectNoHole(ruleOf({ timeZone, lagMs, align }), nominals);
      }),
      { numRuns: 80 },
    );
  });

  test('so do firings every two, three or six hours by the clock, over its changes too', () => {
    const anyAlign = fc.constantFrom<Align>('minute', 'hour');
    fc.assert(
      fc.property(
        anyZone,
        nearChange,
        anyLag,
        anyAlign,
        fc.constantFrom(2, 3, 6, 12),
        (timeZone, from, lagMs, align, count) => {
          const minutes = Array.from({ length: 24 / count }, (_, index) => 60 * (index * count + 1));
          const nominals = firings(timeZone, from, 5, minutes);
          fc.pre(nominals !== null);
          expectNoHole(ruleOf({ timeZone, lagMs, align, length: { count, unit: 'hour' } }), nominals);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('so do firings on each Monday or each first of the month, whatever the lag', () => {
    const anyUnit = fc.constantFrom<'week' | 'month'>('week', 'month');
    fc.assert(
      fc.property(anyZone, nearChange, anyLag, anyUnit, (timeZone, from, lagMs, unit) => {
        const range = { startMs: from, endMs: from + 200 * 24 * HOUR_MS };
        const nominals = cutRange(range, { count: 1, unit }, timeZone)
          .map(({ startMs }) => startMs)
          .filter((ms) => unit === 'week' || localTime(ms, timeZone).text.slice(8, 10) === '01')
          .slice(1)
          .map((ms) => noonAfter(ms, timeZone));
        for (const align of [unit, 'day', 'hour', 'none'] as const) {
          const length = { count: 1, unit };
          expectNoHole(ruleOf({ timeZone, lagMs, align, length }), nominals);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('so do firings every so often where nothing is aligned, or of an hour and less, where each real hour fires', () => {
    const anyCount = fc.constantFrom(15, 20, 30, 60, 360, 420);
    fc.assert(
      fc.property(nearChange, anyLag, anyCount, fc.boolean(), (from, lagMs, count, isAligned) => {
        const align = isAligned && count <= 60 ? 'minute' : 'none';
        const nominals = Array.from({ length: 50 }, (_, index) => from + index * count * 60_000);
        expectNoHole(ruleOf({ lagMs, align, length: { count, unit: 'minute' } }), nominals);
      }),
      { numRuns: 40 },
    );
  });

  test('a window is never empty, never longer than 30 days, and never ends after the nominal time', () => {
    const anyAlign = fc.constantFrom<Align>('none', 'minute', 'hour', 'day', 'week', 'month');
    const nominal = fc.integer({ min: Date.UTC(1975, 0), max: Date.UTC(2035, 0) });
    fc.assert(
      fc.property(anyZone, nominal, anyLag, anyAlign, anyLength, (timeZone, at, lagMs, align, length) => {
        const windows = windowsOfNominal(ruleOf({ timeZone, lagMs, align, length }), at);
        expect(windows.at(-1)?.endMs ?? at).toBeLessThanOrEqual(at);
        expectNoHole(ruleOf({ timeZone, lagMs, align, length }), [at]);
      }),
      { numRuns: 100 },
    );
  });

  // What `listScheduleMatchingTimes` of the dev server says of crons in Europe/Berlin around the changes of 2026.
  const ofServer = (day: string, hours: readonly number[]): number[] =>
    hours.map((hour) => Date.parse(`${day}T00:00Z`) + hour * HOUR_MS);

  test.each<[string, CalendarLength, number[]]>([
    ['0 */6 * * *', { count: 6, unit: 'hour' }, ofServer('2026-03-28', [17, 23, 28, 34, 40, 46, 52])],
    ['0 * * * *', { count: 1, unit: 'hour' }, ofServer('2026-03-29', [-1, 0, 1, 2, 3, 4])],
  ])(
    'the firings of the server for %s leave no hole in spring, with or without a lag',
    (_cron, length, nominals) => {
      for (const hours of [0, 1, 2, 3, 5]) {
        expectNoHole(ruleOf({ length, align: 'hour', lagMs: hours * HOUR_MS }), nominals);
      }
    },
  );

  test('an hourly cron leaves out the hour that the clock shows twice, in which the server does not fire', () => {
    const rule = ruleOf({ length: { count: 1, unit: 'hour' }, align: 'hour' });
    const windows = ofServer('2026-10-25', [0, 2]).flatMap((nominal) => windowsOfNominal(rule, nominal));
    expect(iso(windows)).toEqual(['2026-10-24T23:00 2026-10-25T00:00', '2026-10-25T01:00 2026-10-25T02:00']);
  });

  const day: CalendarLength = { count: 1, unit: 'day' };
  const month: CalendarLength = { count: 1, unit: 'month' };
  test.each([
    ['a day of 23 hours', {}, '2026-03-30T00:00Z', ['2026-03-28T23:00 2026-03-29T22:00']],
    ['a day of 25 hours', {}, '2026-10-26T12:00Z', ['2026-10-24T22:00 2026-10-25T23:00']],
    [
      'a lag that the spring change lies in',
      { lagMs: 3 * HOUR_MS },
      '2026-03-29T01:00Z',
      ['2026-03-27T23:00 2026-03-28T23:00'],
    ],
    [
      'a February of a leap year',
      { length: month, align: 'month', timeZone: 'UTC' },
      '2024-03-01T00:00Z',
      ['2024-02-01T00:00 2024-03-01T00:00'],
    ],
    [
      'a month of 31 days, in two pieces',
      { length: month, align: 'month', timeZone: 'UTC' },
      '2026-11-15T00:00Z',
      ['2026-10-01T00:00 2026-10-16T00:00', '2026-10-16T00:00 2026-11-01T00:00'],
    ],
    [
      'a month back from 31 March, which has no such day',
      { length: month, align: 'day', timeZone: 'UTC' },
      '2026-03-31T00:00Z',
      ['2026-02-28T00:00 2026-03-15T00:00', '2026-03-15T00:00 2026-03-31T00:00'],
    ],
    ['a day that Samoa left out', { length: day, timeZone: 'Pacific/Apia' }, '2011-12-30T12:00Z', []],
    [
      'the week before',
      { length: { count: 1, unit: 'week' }, align: 'week' },
      '2026-11-19T12:00Z',
      ['2026-11-08T23:00 2026-11-15T23:00'],
    ],
    [
      'an hour before the second 02:00',
      { length: { count: 1, unit: 'hour' }, align: 'hour' },
      '2026-10-25T01:10Z',
      ['2026-10-25T00:00 2026-10-25T01:00'],
    ],
  ] as [string, Partial<NominalRule>, string, string[]][])('%s', (_title, more, nominal, expected) => {
    expect(iso(windowsOfNominal(ruleOf(more), Date.parse(nominal)))).toEqual(expected);
  });
});
