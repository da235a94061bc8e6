import { describe, expect, test } from 'vitest';
import { formatCalendarLength, parseCalendarLength } from '../../../src/model/time/calendar-length.js';

describe('calendar lengths', () => {
  test.each([
    ['15m', 15, 'minute'],
    ['6h', 6, 'hour'],
    ['1d', 1, 'day'],
    ['1w', 1, 'week'],
    ['12mo', 12, 'month'],
    ['999m', 999, 'minute'],
  ])('%s is %d of %s, and is written the same', (text, count, unit) => {
    const length = parseCalendarLength(text);
    expect(length).toEqual({ count, unit });
    expect(length === null ? '' : formatCalendarLength(length)).toBe(text);
  });

  test.each([
    '',
    '6',
    'h',
    '0h',
    '01h',
    '1h30m',
    '1.5h',
    '-1d',
    '1D',
    ' 1d',
    '1 d',
    '1000m',
    '1y',
    '1M',
    'PT1H',
    '30s',
  ])('%j is none', (text) => {
    expect(parseCalendarLength(text)).toBeNull();
  });
});
