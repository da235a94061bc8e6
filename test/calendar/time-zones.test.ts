import { describe, expect, test } from 'vitest';
import { isTimeZone, zonedText } from '../../src/calendar/time-zone.js';

describe('isTimeZone', () => {
  test('every time zone of the calendar is one, by each of its names', () => {
    const names = [...Intl.supportedValuesOf('timeZone'), 'UTC', 'US/Eastern', 'Etc/GMT-14', 'Europe/Kyiv'];
    expect(names.filter((name) => !isTimeZone(name))).toEqual([]);
  });

  test.each([
    '',
    'europe/berlin',
    'utc',
    'Z',
    '+02:00',
    '-0500',
    'Europe/Berlin ',
    'Mars/Base',
    'Local',
    '__proto__',
  ])('%j is none: the Temporal server would not know it', (name) => {
    expect(isTimeZone(name)).toBe(false);
  });
});

describe('zonedText', () => {
  test.each([
    ['2026-03-29T01:00:00Z', 'Europe/Berlin', '2026-03-29 03:00 CEST'],
    ['2026-03-29T00:59:30Z', 'Europe/Berlin', '2026-03-29 01:59:30 CET'],
    ['2026-07-01T00:00:00Z', 'America/New_York', '2026-06-30 20:00 EDT'],
    ['2026-01-01T00:00:00Z', 'Europe/London', '2026-01-01 00:00 GMT'],
    ['2026-01-01T00:00:00Z', 'Australia/Sydney', '2026-01-01 11:00 AEDT'],
    ['2026-01-01T00:00:00.5Z', 'UTC', '2026-01-01 00:00:00.5 UTC'],
    ['2026-01-01T00:00:00Z', 'Asia/Kathmandu', '2026-01-01 05:45 +05:45'],
  ])('%s in %s is %s', (time, timeZone, text) => {
    expect(zonedText(Date.parse(time), timeZone)).toBe(text);
  });
});
