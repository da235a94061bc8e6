import { expect, test } from 'vitest';
import { instantOfLocal } from '../../src/calendar/time-zone.js';

const read = (text: string, timeZone: string): string | null => {
  const ms = instantOfLocal(text, timeZone);
  return ms === null ? null : new Date(ms).toISOString();
};

test('a date is its first moment by the clock of the zone', () => {
  expect(read('2026-11-01', 'UTC')).toBe('2026-11-01T00:00:00.000Z');
  expect(read('2026-07-01', 'Europe/Berlin')).toBe('2026-06-30T22:00:00.000Z');
  // In Beirut the clock jumps at midnight: that day begins at 01:00.
  expect(read('2026-03-29', 'Asia/Beirut')).toBe('2026-03-28T22:00:00.000Z');
});

test('a time that the clock leaves out or shows twice is read in one way', () => {
  expect(read('2026-03-29T02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
  expect(read('2026-10-25 02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
});

test('what is no local date or time is none', () => {
  for (const text of ['2026-02-30', '2026-11-01T25:00', '11/01/2026', '2026-11-01T00:00:00Z', 'now', '2026'])
    expect(read(text, 'UTC')).toBeNull();
});
