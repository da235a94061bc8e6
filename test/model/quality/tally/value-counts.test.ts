import fc from 'fast-check';
import { mean, quantile, sampleStandardDeviation } from 'simple-statistics';
import { describe, expect, test } from 'vitest';
import {
  addNumber,
  deviationOf,
  meanOf,
  mergeMoments,
  noMoments,
} from '../../../../src/model/quality/tally/moments.js';
import { histogramOf, quantileOf } from '../../../../src/model/quality/tally/quantiles.js';
import {
  MAX_VALUES,
  countValue,
  mergeValues,
  noValues,
  valuesOf,
} from '../../../../src/model/quality/tally/value-counts.js';
import type { ValueCounts } from '../../../../src/model/quality/tally/value-counts.js';

const counted = (values: readonly number[]): ValueCounts =>
  values.reduce((counts, value) => countValue(counts, value), noValues());
const momentsOf = (values: readonly number[]) => {
  const moments = noMoments();
  for (const value of values) addNumber(moments, value);
  return moments;
};
const total = (counts: ValueCounts) => valuesOf(counts).reduce((sum, [, count]) => sum + count, 0);

const score = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((value) => (value === 0 ? 0 : value)),
);
const scores = fc.array(score, { minLength: 2, maxLength: 60 });

describe('numbers that are counted one by one', () => {
  test('have the quartiles, the mean and the deviation that a statistics library computes', () => {
    fc.assert(
      fc.property(scores, fc.constantFrom(0.25, 0.5, 0.75), (values, share) => {
        expect(quantileOf(counted(values), share)).toBeCloseTo(quantile(values, share), 6);
        const moments = momentsOf(values);
        expect(meanOf(moments)).toBeCloseTo(mean(values), 6);
        expect(deviationOf(moments)).toBeCloseTo(sampleStandardDeviation(values), 4);
      }),
    );
  });

  test('come out the same however they are shared between two tallies', () => {
    fc.assert(
      fc.property(scores, scores, (one, other) => {
        const merged = mergeValues(counted(one), counted(other));
        expect(merged).toEqual(counted([...one, ...other]));
        const moments = mergeMoments(momentsOf(one), momentsOf(other));
        const all = momentsOf([...one, ...other]);
        expect([moments.count, moments.min, moments.max]).toEqual([all.count, all.min, all.max]);
        expect(moments.mean).toBeCloseTo(all.mean, 6);
        expect(deviationOf(moments)).toBeCloseTo(deviationOf(all) ?? Number.NaN, 4);
      }),
    );
  });

  test('fall into ten parts, of which the last has the highest', () => {
    expect(histogramOf(counted([0, 0.05, 0.5, 1, 1]), 0, 1)).toEqual([2, 0, 0, 0, 0, 1, 0, 0, 0, 2]);
    expect(histogramOf(counted([4, 4]), 4, 4)).toEqual([2, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(histogramOf(noValues(), null, null)).toEqual([]);
  });

  test('have no quartile where there are none', () => {
    expect(quantileOf(noValues(), 0.5)).toBeNull();
  });
});

const many = fc
  .tuple(fc.integer({ min: 0, max: 1e6 }), fc.constantFrom(1, 1e-6, 1e90), fc.boolean())
  .map(([seed, scale, isWide]) =>
    Array.from({ length: 3 * MAX_VALUES }, (_, nth) => {
      const value = Math.sin(seed + nth * 7.3) * scale;
      return isWide && nth % 500 === 0 ? value * 1e5 : value;
    }),
  );

describe('numbers of more than a thousand values', () => {
  test('are in bins that lose none, and give quartiles right to the width of a bin', () => {
    fc.assert(
      fc.property(many, (values) => {
        const counts = counted(values);
        if (counts.kind !== 'bins') throw new Error('not binned');
        expect(counts.counts).toHaveLength(MAX_VALUES);
        expect(total(counts)).toBe(values.length);
        for (const share of [0.25, 0.5, 0.75]) {
          const error = Math.abs((quantileOf(counts, share) ?? Number.NaN) - quantile(values, share));
          expect(error / counts.width).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 20 },
    );
  });

  test('stay bounded and complete when tallies are merged, of bins or not', () => {
    fc.assert(
      fc.property(many, many, scores, (one, other, few) => {
        const merged = mergeValues(mergeValues(counted(one), counted(other)), counted(few));
        expect(total(merged)).toBe(one.length + other.length + few.length);
        expect(JSON.stringify(merged).length).toBeLessThan(20_000);
      }),
      { numRuns: 10 },
    );
  });

  test('may lie as close together as numbers can, or as far apart as scores may be', () => {
    const close = Array.from({ length: 1500 }, (_, nth) => nth * Number.MIN_VALUE);
    const far = Array.from({ length: 1500 }, (_, nth) => (nth % 2 === 0 ? 1e100 : -1e100) / (nth + 1));
    expect(total(counted(close))).toBe(1500);
    expect(total(counted([...close, ...far]))).toBe(3000);
  });
});
