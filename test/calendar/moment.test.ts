import { describe, expect, test } from 'vitest';
import { momentOf, windowOf } from '../../src/calendar/moment.js';

const BERLIN = 'Europe/Berlin';
/** Monday, a day after Berlin's clock went back. */
const NOW = Date.parse('2026-10-26T09:30:45Z');
const iso = (ms: number | null): string | null =>
  ms === null ? null : new Date(ms).toISOString().slice(0, 16);

describe('a moment', () => {
  test.each([
    ['2026-11-01T01:00:00+01:00', '2026-11-01T00:00'],
    ['2026-10-25', '2026-10-24T22:00'],
    ['2026-10-26', '2026-10-25T23:00'],
    ['2026-10-26T06:00', '2026-10-26T05:00'],
    ['now', '2026-10-26T09:30'],
    ['now-24h', '2026-10-25T09:30'],
    ['now-1h30m', '2026-10-26T08:00'],
    ['now-2d', '2026-10-24T08:30'],
    ['now-1mo', '2026-09-26T08:30'],
    ['today', '2026-10-25T23:00'],
    ['yesterday', '2026-10-24T22:00'],
    ['today-1w', '2026-10-18T22:00'],
    ['now+1h', null],
    ['tomorrow', null],
    ['2026-02-31', null],
    ['1793000000', null],
  ])('%s by the clock of Berlin', (text, expected) => {
    expect(iso(momentOf(text, BERLIN, NOW))).toBe(expected);
  });
});

describe('a window', () => {
  test.each([
    ['yesterday', '2026-10-24T22:00', '2026-10-25T23:00'],
    ['today', '2026-10-25T23:00', '2026-10-26T09:30'],
    ['last-hour', '2026-10-26T08:00', '2026-10-26T09:00'],
    ['last-week', '2026-10-18T22:00', '2026-10-25T23:00'],
    ['last-month', '2026-08-31T22:00', '2026-09-30T22:00'],
    ['2026-10-25', '2026-10-24T22:00', '2026-10-25T23:00'],
    ['2026-10', '2026-09-30T22:00', '2026-10-31T23:00'],
    ['2026-10-01/2026-10-03', '2026-09-30T22:00', '2026-10-02T22:00'],
    ['now-24h/now', '2026-10-25T09:30', '2026-10-26T09:30'],
  ])('%s by the clock of Berlin', (text, start, end) => {
    const window = windowOf(text, BERLIN, NOW);
    expect([iso(window?.startMs ?? null), iso(window?.endMs ?? null)]).toEqual([start, end]);
  });

  test.each(['now', '24h', '2026-10-03/2026-10-01', '2026', 'a/b/c', 'last-year'])('is not %s', (text) => {
    expect(windowOf(text, BERLIN, NOW)).toBeNull();
  });
});
