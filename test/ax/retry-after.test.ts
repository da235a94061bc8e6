import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { retryAfterMs } from '../../src/ax/http/retry-after.js';

const NOW = Date.parse('2026-11-01T12:00:00Z');

describe('Retry-After', () => {
  test.each([
    ['0', 0],
    ['7', 7000],
    [' 120 ', 120_000],
    ['1.5', 1500],
    ['Sun, 01 Nov 2026 12:01:00 GMT', 60_000],
    ['Sunday, 01-Nov-26 12:01:00 GMT', 60_000],
    ['Sun Nov  1 12:01:00 2026', 60_000],
    ['Sun, 01 Nov 2026 11:00:00 GMT', 0],
  ])('%j asks for %i ms', (header, ms) => {
    expect(retryAfterMs(header, NOW)).toBe(ms);
  });

  test.each([
    undefined,
    '',
    'soon',
    '-1',
    '+5',
    '1e3',
    '0x10',
    'NaN',
    'Infinity',
    '99999999999',
    '999999999',
    '3601',
    '2026-11-01T12:01:00Z',
    'Sun, 01 Nov 2036 12:01:00 GMT',
    '01 Nov 2026',
    '5, 6',
  ])('%j is unknown', (header) => {
    expect(retryAfterMs(header, NOW)).toBeUndefined();
  });

  test('whole seconds of up to an hour are obeyed to the millisecond', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3600 }), (seconds) => {
        expect(retryAfterMs(String(seconds), NOW)).toBe(seconds * 1000);
      }),
    );
  });

  test('a date is obeyed to the second, and never asks for less than nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(10 ** 9), max: 3600 }), (seconds) => {
        const header = new Date(NOW + seconds * 1000).toUTCString();
        expect(retryAfterMs(header, NOW)).toBe(Math.max(0, seconds * 1000));
      }),
    );
  });

  test('whatever it holds, it is unknown or a time from nothing to an hour', () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        const ms = retryAfterMs(header, NOW);
        expect(ms === undefined || (ms >= 0 && ms <= 3600 * 1000)).toBe(true);
      }),
    );
  });
});
