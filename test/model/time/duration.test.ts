import { describe, expect, test } from 'vitest';
import { formatDuration, parseDurationMs } from '../../../src/model/time/duration.js';

describe('parseDurationMs', () => {
  test.each([
    ['30s', 30_000],
    ['5m', 300_000],
    ['1h30m', 5_400_000],
    ['2d', 172_800_000],
    ['1.5s', 1500],
    ['250ms', 250],
    ['PT5M', 300_000],
    ['P1DT2H', 93_600_000],
    ['PT0.5S', 500],
  ])('reads %s', (text, ms) => {
    expect(parseDurationMs(text)).toBe(ms);
  });

  test.each(['', '5', 's', '-5s', '5 s', '5x', 'P', 'PT', 'NaN', '1e3s', '99999999999999999d'])(
    'refuses %j',
    (text) => {
      expect(parseDurationMs(text)).toBeNull();
    },
  );
});

test.each([
  [850, '850ms'],
  [42_000, '42s'],
  [185_000, '3m 05s'],
  [7_800_000, '2h 10m'],
  [100_800_000, '1d 4h'],
])('formatDuration writes %d ms as %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});
