import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { intervalOf } from '../../../src/model/time/interval.js';
import {
  fixWindow,
  futureWarning,
  instantMs,
  MAX_WINDOW_MS,
  toUtc,
  windowProblem,
} from '../../../src/model/time/window.js';

const DAY = 24 * 60 * 60 * 1000;
const NOW = Date.parse('2026-11-15T12:00:00Z');

describe('a time', () => {
  test.each([
    ['2026-11-01T00:00:00Z', '2026-11-01T00:00:00.000Z'],
    ['2026-11-01T00:00Z', '2026-11-01T00:00:00.000Z'],
    ['2026-11-01T00:00:00.5Z', '2026-11-01T00:00:00.500Z'],
    ['2026-11-01T00:00:00.123456789Z', '2026-11-01T00:00:00.123Z'],
    ['2026-11-01T02:00:00+02:00', '2026-11-01T00:00:00.000Z'],
    ['2026-10-31T23:30:00-00:30', '2026-11-01T00:00:00.000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ])('%s is %s', (text, utc) => {
    expect(toUtc(instantMs(text) ?? Number.NaN)).toBe(utc);
  });

  test.each([
    '',
    'now',
    '2026-11-01',
    '2026-11-01T00:00:00',
    '2026-11-01 00:00:00Z',
    '2026-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-11-01T24:01:00Z',
    '2026-11-01T00:60:00Z',
    '2026-11-01T00:00:00+25:00',
    '20261101T000000Z',
    '1793491200',
    ' 2026-11-01T00:00:00Z',
  ])('%j is none', (text) => {
    expect(instantMs(text)).toBeNull();
  });

  test('any instant survives being written and read', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1970-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
        (date) => {
          expect(instantMs(toUtc(date.getTime()))).toBe(date.getTime());
        },
      ),
    );
  });
});

describe('a window', () => {
  test('from before its end, of at most 30 days, can be sent; any other cannot', () => {
    fc.assert(
      fc.property(fc.integer({ min: -40 * DAY, max: 40 * DAY }), (lengthMs) => {
        const window = { dataStartTime: toUtc(NOW), dataEndTime: toUtc(NOW + lengthMs) };
        expect(windowProblem(window) === null).toBe(lengthMs > 0 && lengthMs <= MAX_WINDOW_MS);
      }),
      { examples: [[0], [1], [MAX_WINDOW_MS], [MAX_WINDOW_MS + 1]] },
    );
  });

  test('with one end alone has no problem yet', () => {
    expect(windowProblem({})).toBeNull();
    expect(windowProblem({ dataStartTime: toUtc(NOW) })).toBeNull();
    expect(windowProblem({ dataEndTime: toUtc(NOW) })).toBeNull();
  });

  test('says which end is no time', () => {
    expect(windowProblem({ dataStartTime: 'yesterday' })).toMatch(
      /data start time "yesterday" is not a time/,
    );
    expect(windowProblem({ dataEndTime: '2026-11-01' })).toMatch(/data end time "2026-11-01" is not a time/);
  });
});

test('a window that ends in the future is warned of, one that ends now is not', () => {
  expect(futureWarning({ dataEndTime: toUtc(NOW + 1) }, NOW)).toBe(
    'The window ends in the future (2026-11-15T12:00:00.001Z): data that arrives after the run is not evaluated.',
  );
  expect(futureWarning({ dataEndTime: toUtc(NOW) }, NOW)).toBeNull();
  expect(futureWarning({}, NOW)).toBeNull();
});

describe('fixing a window', () => {
  const start = '2026-11-01T02:00:00+02:00';
  const end = '2026-11-02T00:00:00Z';

  test.each([
    [
      'both given',
      { dataStartTime: start, dataEndTime: end },
      null,
      ['2026-11-01T00:00:00.000Z', '2026-11-02T00:00:00.000Z'],
    ],
    ['no end: now', { dataStartTime: start }, null, ['2026-11-01T00:00:00.000Z', toUtc(NOW)]],
    [
      'no start: the last run',
      { dataEndTime: end },
      start,
      ['2026-11-01T00:00:00.000Z', '2026-11-02T00:00:00.000Z'],
    ],
    ['neither', {}, start, ['2026-11-01T00:00:00.000Z', toUtc(NOW)]],
  ])('%s', (_title, given, lastRunAt, ends) => {
    expect(fixWindow(given, lastRunAt, NOW)).toEqual({ dataStartTime: ends[0], dataEndTime: ends[1] });
  });

  test.each([
    ['a first run without a start', {}, null, /first run needs a data start time/],
    ['a last run too long ago', {}, '2026-01-01T00:00:00Z', /longer than 30 days/],
    ['a last run in the future', {}, '2027-01-01T00:00:00Z', /must be before/],
    ['a start that is no time', { dataStartTime: 'x' }, null, /is not a time/],
  ])('%s is a problem in words', (_title, given, lastRunAt, problem) => {
    const fixed = fixWindow(given, lastRunAt, NOW);
    expect('problem' in fixed ? fixed.problem : '').toMatch(problem);
  });

  test('a fixed window can be sent, and fixing it again changes nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 * DAY }), (lengthMs) => {
        const fixed = fixWindow({}, toUtc(NOW - lengthMs), NOW);
        if ('problem' in fixed) throw new Error(fixed.problem);
        expect(windowProblem(fixed)).toBeNull();
        expect(fixWindow(fixed, null, 0)).toEqual(fixed);
      }),
    );
  });
});

describe('a range', () => {
  const interval = { startMs: Date.parse('2026-11-01T00:00:00Z'), endMs: Date.parse('2026-11-02T00:00:00Z') };

  test('may be written with texts or with dates', () => {
    expect(intervalOf({ start: '2026-11-01T01:00:00+01:00', end: new Date(interval.endMs) })).toEqual(
      interval,
    );
    expect(intervalOf(interval)).toEqual(interval);
  });

  test.each([
    [{ start: new Date('x'), end: new Date(0) }, 'start is Invalid Date, expected a time with its zone'],
    [{ start: new Date(0), end: '2026-11-01' }, 'end is "2026-11-01", expected a time with its zone'],
    [{ start: new Date(1), end: new Date(1) }, 'start (1970-01-01T00:00:00.001Z) must be before end'],
    [{ startMs: 5, endMs: 1 }, 'start (1970-01-01T00:00:00.005Z) must be before end'],
    [{ startMs: Number.NaN, endMs: 1 }, 'startMs is Invalid Date'],
  ])('is refused: %j', (range, message) => expect(() => intervalOf(range)).toThrow(message));
});
