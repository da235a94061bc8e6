import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupsOf, shuffled, totalOf, windowAt } from '../../../src/model/quality/window-census.js';
import type { CountedWindow } from '../../../src/model/quality/window-census.js';
import { seededRandom } from '../../../src/statistics/seeded-random.js';

const hours = (...starts: number[]) => starts.map((startMs) => ({ startMs, endMs: startMs + 1 }));
const counted = (at: number, spans: number): CountedWindow => ({
  at,
  spans,
  evaluated: 0,
  newestMs: null,
  writers: {},
});

describe('windows that are read together', () => {
  test('are adjacent, and so many that there are few groups', () => {
    const groups = groupsOf(hours(0, 1, 2, 3, 7, 8), 3);
    expect(groups).toEqual([
      { startMs: 0, endMs: 2, from: 0, to: 2 },
      { startMs: 2, endMs: 4, from: 2, to: 4 },
      { startMs: 7, endMs: 9, from: 4, to: 6 },
    ]);
  });

  test('are each window once, in order', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(200), { maxLength: 60 }),
        fc.integer({ min: 1, max: 20 }),
        (starts, max) => {
          const groups = groupsOf(hours(...starts.sort((a, b) => a - b)), max);
          const positions = groups.flatMap(({ from, to }) =>
            Array.from({ length: to - from }, (_, at) => from + at),
          );
          expect(positions).toEqual(starts.map((_, at) => at));
        },
      ),
    );
  });
});

test('an order that chance chooses holds each once, and is the same for the same seed', () => {
  const items = Array.from({ length: 50 }, (_, at) => at);
  const order = shuffled(items, seededRandom(7));
  expect(order.toSorted((a, b) => a - b)).toEqual(items);
  expect(order).not.toEqual(items);
  expect(shuffled(items, seededRandom(7))).toEqual(order);
});

test('an instant is in the window that begins at it, not in the one that ends there', () => {
  const windows = hours(0, 1, 5);
  expect([0, 0.5, 1, 2, 5, 6, -1].map((ms) => windowAt(windows, ms))).toEqual([0, 0, 1, -1, 2, -1, -1]);
});

describe('a total', () => {
  test('of all windows is exact', () => {
    const census = { counted: [counted(0, 3), counted(1, 5)], windows: 2, requests: 2 };
    expect(totalOf(census, ({ spans }) => spans)).toEqual({ value: 8, error: 0 });
  });

  test('of a sample is an estimate, whose error is unknown if one window was read', () => {
    const census = { counted: [counted(0, 4)], windows: 10, requests: 1 };
    expect(totalOf(census, ({ spans }) => spans)).toEqual({ value: 40, error: null });
  });

  test('of a sample is within its error bound in about 95 of 100 samples', () => {
    const random = seededRandom(11);
    const all = Array.from({ length: 400 }, (_, at) => counted(at, Math.floor(random() * 100)));
    const truth = all.reduce((sum, { spans }) => sum + spans, 0);
    const trials = Array.from({ length: 1000 }, () => {
      const census = { counted: shuffled(all, random).slice(0, 40), windows: 400, requests: 40 };
      const { value, error } = totalOf(census, ({ spans }) => spans);
      return Math.abs(value - truth) <= (error ?? 0);
    });
    const within = trials.filter(Boolean).length / trials.length;
    expect(within).toBeGreaterThan(0.92);
    expect(within).toBeLessThan(0.98);
  });
});
