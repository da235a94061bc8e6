import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutRange } from '../../../src/calendar/cut-range.js';
import type { Interval } from '../../../src/model/time/interval.js';
import { windowListProblem } from '../../../src/model/backfill/backfill-problem.js';
import { windowCount, windowListOf, windowsIn } from '../../../src/model/backfill/window-list.js';
import type { WindowList } from '../../../src/model/backfill/window-list.js';

/** From the oldest to the newest, some of one length in a row, some with holes between. */
const anyWindows: fc.Arbitrary<Interval[]> = fc
  .array(fc.tuple(fc.constantFrom(0, 0, 0, 7), fc.constantFrom(1, 6, 6, 6, 25)), { maxLength: 60 })
  .map((parts) => {
    let atMs = 1_000;
    return parts.map(([holeMs, lengthMs]) => ({ startMs: (atMs += holeMs), endMs: (atMs += lengthMs) }));
  });

describe('windowListOf', () => {
  test('a list gives back the very windows it was made of', () => {
    fc.assert(
      fc.property(anyWindows, (windows) => {
        expect(windowsIn(windowListOf(windows))).toEqual(windows);
      }),
    );
  });

  test('it counts them without making them', () => {
    fc.assert(
      fc.property(anyWindows, (windows) => {
        expect(windowCount(windowListOf(windows))).toBe(windows.length);
      }),
    );
  });

  test('it stays the same as JSON, which is how it travels', () => {
    fc.assert(
      fc.property(anyWindows, (windows) => {
        const list = windowListOf(windows);
        expect(JSON.parse(JSON.stringify(list))).toEqual(list);
      }),
    );
  });

  test('ten thousand windows of six hours in a zone with changes of its clock take less than two kilobytes', () => {
    const startMs = Date.UTC(2020, 0);
    const windows = cutRange(
      { startMs, endMs: startMs + 2_500 * 86_400_000 },
      { count: 6, unit: 'hour' },
      'Europe/Berlin',
    );
    expect(windows.length).toBeGreaterThanOrEqual(10_000);
    expect(JSON.stringify(windowListOf(windows)).length).toBeLessThan(2_000);
  });

  test('windows that each have a hole behind them are kept as well, if at more length', () => {
    const windows = Array.from({ length: 10_000 }, (_, index) => ({
      startMs: index * 10,
      endMs: index * 10 + 9,
    }));
    expect(windowsIn(windowListOf(windows))).toEqual(windows);
  });
});

describe('windowListProblem', () => {
  test('finds nothing wrong with the list of any windows', () => {
    fc.assert(
      fc.property(anyWindows, (windows) => {
        expect(windowListProblem(windowListOf(windows), 60)).toBeNull();
      }),
    );
  });

  test('refuses anything else before it is made into windows, and never throws', () => {
    fc.assert(
      fc.property(fc.anything(), (garbage) => {
        const problem = windowListProblem(garbage as WindowList, 10);
        const isList = Array.isArray(garbage) && garbage.length === 0;
        if (!isList) expect(problem).toEqual(expect.any(String));
      }),
    );
  });

  test.each<[string, unknown]>([
    ['a window that is there too often', [{ startMs: 0, lengths: [[1, 1e12]] }]],
    ['a window of no length', [{ startMs: 0, lengths: [[0, 1]] }]],
    ['a window of 31 days', [{ startMs: 0, lengths: [[31 * 86_400_000, 1]] }]],
    ['half a window', [{ startMs: 0, lengths: [[1, 0.5]] }]],
    ['a start that is no number', [{ startMs: '0', lengths: [[1, 1]] }]],
    ['a hole where a stretch should be', [null]],
    ['stretches that overlap', [0, 5].map((startMs) => ({ startMs, lengths: [[6, 1]] }))],
    ['the newest first', [50, 5].map((startMs) => ({ startMs, lengths: [[6, 1]] }))],
  ])('refuses %s', (_title, list) => {
    expect(windowListProblem(list as WindowList, 10)).toEqual(expect.any(String));
  });
});
