import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutRange } from '../../src/calendar/cut-range.js';
import { parseCalendarLength } from '../../src/model/time/calendar-length.js';
import type { Interval } from '../../src/model/time/interval.js';
import type { CalendarLength } from '../../src/model/time/calendar-length.js';
import { MAX_WINDOW_MS } from '../../src/model/time/window.js';
import { coverProblem } from './cover-problem.js';
import { localTime } from './local-time.js';
import { anyLength, anyRange, anyZone, range } from './arbitraries.js';

const length = (text: string): CalendarLength => {
  const parsed = parseCalendarLength(text);
  if (parsed === null) throw new Error(`${text} is no length`);
  return parsed;
};

const cut = (from: string, to: string, slice: string, zone: string): Interval[] =>
  cutRange(range(from, to), length(slice), zone);

/** When slices begin, and where the last one ends: as hours and minutes in UTC. */
const borders = (slices: Interval[]): string =>
  [...slices.map(({ startMs }) => startMs), slices.at(-1)?.endMs ?? 0]
    .map((ms) => new Date(ms).toISOString().slice(8, 16).replace('T', ' '))
    .join(', ');

describe('cutRange', () => {
  test('slices cover any range exactly once, in any zone: none is empty, overlaps or is longer than 30 days', () => {
    fc.assert(
      fc.property(anyRange, anyLength, anyZone, (whole, slice, zone) => {
        expect(coverProblem(cutRange(whole, slice, zone), whole)).toBeNull();
      }),
      { numRuns: 80 },
    );
  });

  test('ranges that overlap have the same borders where they do', () => {
    fc.assert(
      fc.property(anyRange, anyLength, anyZone, fc.nat(), fc.nat(), (whole, slice, zone, a, b) => {
        const lengthMs = whole.endMs - whole.startMs;
        const [from, to] = [a % lengthMs, b % lengthMs].sort((x, y) => x - y) as [number, number];
        const part = { startMs: whole.startMs + from, endMs: whole.startMs + to + 1 };
        const inPart = cutRange(whole, slice, zone)
          .map(({ startMs }) => startMs)
          .filter((ms) => ms > part.startMs && ms < part.endMs);
        expect(cutRange(part, slice, zone).map(({ startMs }) => startMs)).toEqual([part.startMs, ...inPart]);
      }),
      { numRuns: 100 },
    );
  });

  test('a slice of a length that divides the day begins where the clock shows a multiple of it, or jumps', () => {
    const dividing = fc.constantFrom('15m', '30m', '1h', '2h', '3h', '6h', '8h', '12h', '1d').map(length);
    fc.assert(
      fc.property(anyRange, dividing, anyZone, (whole, slice, zone) => {
        const stepMinutes = slice.count * { minute: 1, hour: 60, day: 1440, week: 0, month: 0 }[slice.unit];
        const slices = cutRange(whole, slice, zone).slice(1);
        for (const { startMs, endMs } of slices.slice(0, 200)) {
          const { minuteOfDay, text, offsetMs } = localTime(startMs, zone);
          const isBorder = minuteOfDay % stepMinutes === 0 && text.endsWith(':00');
          expect(isBorder || localTime(startMs - 1, zone).offsetMs !== offsetMs).toBe(true);
          const jumpMs = offsetMs - localTime(endMs, zone).offsetMs;
          expect(endMs - startMs).toBeLessThanOrEqual(stepMinutes * 60_000 + Math.max(0, jumpMs));
        }
      }),
      { numRuns: 80 },
    );
  });

  test('weeks begin on Mondays and months on the first, at the first instant of the day', () => {
    const long = fc.constantFrom('1w', '1mo').map(length);
    fc.assert(
      fc.property(anyRange, long, anyZone, (whole, slice, zone) => {
        const wide = { startMs: whole.startMs, endMs: whole.endMs + 70 * 86_400_000 };
        const days = new Set(cutRange(wide, { count: 1, unit: 'day' }, zone).map(({ startMs }) => startMs));
        const firsts = cutRange(wide, slice, zone)
          .slice(1)
          .map(({ startMs }) => startMs);
        expect(firsts.every((ms) => days.has(ms))).toBe(true);
        const expected = [...days].slice(1).filter((ms) => {
          const day = localTime(ms, zone).text.slice(0, 10);
          return slice.unit === 'month' ? day.endsWith('-01') : new Date(day).getUTCDay() === 1;
        });
        expect(firsts).toEqual(expect.arrayContaining(expected));
      }),
      { numRuns: 100 },
    );
  });

  test('slices of 999 months are cut into pieces that can be sent', () => {
    const slices = cut('2020-01-01T00:00Z', '2026-01-01T00:00Z', '999mo', 'Europe/Berlin');
    expect(Math.max(...slices.map(({ startMs, endMs }) => endMs - startMs))).toBeLessThanOrEqual(
      MAX_WINDOW_MS,
    );
  });

  test.each([
    [
      '6h',
      'Europe/Berlin',
      '2026-03-28T23:00Z',
      '2026-03-29T22:00Z',
      '28 23:00, 29 04:00, 29 10:00, 29 16:00, 29 22:00',
    ],
    [
      '6h',
      'Europe/Berlin',
      '2026-10-24T22:00Z',
      '2026-10-25T23:00Z',
      '24 22:00, 25 05:00, 25 11:00, 25 17:00, 25 23:00',
    ],
    [
      '1h',
      'Europe/Berlin',
      '2026-03-29T00:00Z',
      '2026-03-29T03:00Z',
      '29 00:00, 29 01:00, 29 02:00, 29 03:00',
    ],
    [
      '1h',
      'Europe/Berlin',
      '2026-10-24T23:00Z',
      '2026-10-25T03:00Z',
      '24 23:00, 25 00:00, 25 01:00, 25 02:00, 25 03:00',
    ],
    [
      '1d',
      'Europe/Berlin',
      '2026-03-28T12:00Z',
      '2026-03-30T12:00Z',
      '28 12:00, 28 23:00, 29 22:00, 30 12:00',
    ],
    [
      '30m',
      'Australia/Lord_Howe',
      '2026-04-04T14:00Z',
      '2026-04-04T16:00Z',
      '04 14:00, 04 14:30, 04 15:00, 04 15:30, 04 16:00',
    ],
    [
      '1h',
      'Australia/Lord_Howe',
      '2026-04-04T13:00Z',
      '2026-04-04T16:30Z',
      '04 13:00, 04 14:00, 04 15:30, 04 16:30',
    ],
    [
      '6h',
      'America/Sao_Paulo',
      '2017-10-14T21:00Z',
      '2017-10-15T14:00Z',
      '14 21:00, 15 03:00, 15 08:00, 15 14:00',
    ],
    ['1d', 'Asia/Beirut', '2022-03-25T22:00Z', '2022-03-27T21:00Z', '25 22:00, 26 22:00, 27 21:00'],
    [
      '1d',
      'Africa/Cairo',
      '2026-10-28T21:00Z',
      '2026-10-31T00:00Z',
      '28 21:00, 29 22:00, 30 22:00, 31 00:00',
    ],
    [
      '1d',
      'Pacific/Apia',
      '2011-12-29T10:00Z',
      '2012-01-01T10:00Z',
      '29 10:00, 30 10:00, 31 10:00, 01 10:00',
    ],
    ['1d', 'America/Havana', '2026-11-01T04:00Z', '2026-11-02T05:00Z', '01 04:00, 02 05:00'],
    [
      '2h',
      'Europe/Berlin',
      '2026-10-24T22:00Z',
      '2026-10-25T05:00Z',
      '24 22:00, 25 00:00, 25 03:00, 25 05:00',
    ],
    [
      '5h',
      'UTC',
      '2026-11-01T00:00Z',
      '2026-11-02T05:00Z',
      '01 00:00, 01 05:00, 01 10:00, 01 15:00, 01 20:00, 02 00:00, 02 05:00',
    ],
    ['36h', 'UTC', '1970-01-01T00:00Z', '1970-01-04T00:00Z', '01 00:00, 02 12:00, 04 00:00'],
    ['1w', 'America/New_York', '2026-03-02T05:00Z', '2026-03-16T04:00Z', '02 05:00, 09 04:00, 16 04:00'],
    ['1mo', 'UTC', '2024-02-01T00:00Z', '2024-04-01T00:00Z', '01 00:00, 01 00:00, 16 00:00, 01 00:00'],
  ])('%s in %s from %s to %s: %s', (slice, zone, from, to, expected) => {
    expect(borders(cut(from, to, slice, zone))).toBe(expected);
  });
});
