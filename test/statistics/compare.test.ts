import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compare, permutationsFor } from '../../src/statistics/compare.js';
import { seededRandom } from '../../src/statistics/seeded-random.js';

const times = (value: number, count: number): number[] => new Array<number>(count).fill(value);
const ones = (hits: number, total: number): number[] => [...times(1, hits), ...times(0, total - hits)];
const scores = (size: number) =>
  fc.array(fc.constantFrom(0, 0.25, 0.5, 0.75, 1), { minLength: size, maxLength: 40 });

describe('the test of a difference', () => {
  test.each([
    [ones(95, 100), ones(70, 100)],
    [ones(10, 10), ones(0, 10)],
    [ones(100, 200), ones(0, 12)],
  ])('finds a large one significant, whatever the sizes', (a, b) => {
    expect(compare(a, b).pValue).toBeLessThan(0.01);
  });

  test.each([
    [ones(9, 10), ones(8, 10)],
    [ones(90, 100), ones(10, 12)],
    [times(0.5, 20), times(0.5, 20)],
  ])('does not find a small one significant', (a, b) => {
    expect(compare(a, b).pValue).toBeGreaterThan(0.2);
  });

  test('is close to the exact probability where that is known', () => {
    // Of the 12,870 ways to halve eight ones and eight zeros, 2 * (64 + 1) have at most one zero among the ones' half.
    expect(compare(ones(7, 8), ones(1, 8)).pValue).toBeCloseTo(130 / 12_870, 2);
  });

  test('says the same for the same values, in whatever order they come', () => {
    fc.assert(
      fc.property(scores(8), scores(8), (a, b) => {
        expect(compare([...a].reverse(), b)).toEqual(compare(a, [...b].reverse()));
      }),
      { numRuns: 20 },
    );
  });

  test('gives a probability: above 0 and at most 1', () => {
    fc.assert(
      fc.property(scores(8), scores(8), (a, b) => {
        const { pValue } = compare(a, b);
        expect(pValue).toBeGreaterThan(0);
        expect(pValue).toBeLessThanOrEqual(1);
      }),
      { numRuns: 20 },
    );
  });

  test.each([
    ['few', ones(3, 7), ones(3, 100)],
    ['few', ones(3, 100), ones(3, 7)],
    ['many', ones(3, 60_000), ones(3, 50_000)],
  ])('is not made with too %s values', (_, a, b) => {
    expect(compare(a, b)).toEqual({ pValue: null, test: null });
  });

  test.each([
    [20, 2000],
    [10_000, 2000],
    [40_000, 500],
    [100_000, 200],
  ])('makes fewer permutations of large samples: of %i values %i', (size, permutations) => {
    expect(permutationsFor(size)).toBe(permutations);
  });

  test('says how many permutations it made', () => {
    expect(compare(ones(9, 10), ones(8, 10)).test).toContain('2000 permutations');
    expect(compare(ones(900, 11_000), ones(800, 10_000)).test).toContain(' 952 permutations');
  });

  test('finds about one in twenty significant at 0.05 where there is no difference', () => {
    const random = seededRandom(7);
    const sample = () => Array.from({ length: 30 }, () => Math.round(random() * 4) / 4);
    const trials = Array.from({ length: 100 }, () => compare(sample(), sample()).pValue ?? 1);
    const found = trials.filter((pValue) => pValue <= 0.05).length;
    expect(found).toBeGreaterThan(0);
    expect(found).toBeLessThan(13);
  });
});
