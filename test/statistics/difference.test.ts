import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/statistics/seeded-random.js';
import { meanDifferenceInterval, momentsOf, welchTest } from '../../src/statistics/difference.js';
import { comparePairs } from '../../src/statistics/paired.js';
import { shareDifferenceInterval, shareInterval } from '../../src/statistics/proportions.js';

// The sleep data of R, whose documentation shows t.test(extra ~ group) and the paired test of the same.
const DRUG_1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
const DRUG_2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

describe('the difference of two means', () => {
  test('has the interval that R gives for its sleep data', () => {
    const [low, high] = meanDifferenceInterval(momentsOf(DRUG_1), momentsOf(DRUG_2)) ?? [0, 0];
    expect(low).toBeCloseTo(-3.3654832, 5);
    expect(high).toBeCloseTo(0.2054832, 5);
  });

  test('has the opposite interval the other way round', () => {
    const scores = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(scores, scores, (a, b) => {
        const there = meanDifferenceInterval(momentsOf(a), momentsOf(b));
        const back = meanDifferenceInterval(momentsOf(b), momentsOf(a));
        expect(back === null).toBe(there === null);
        expect(there?.[0] ?? 0).toBeCloseTo(-(back?.[1] ?? 0), 9);
        expect(there?.[1] ?? 0).toBeCloseTo(-(back?.[0] ?? 0), 9);
      }),
    );
  });

  test('has an interval with the truth inside in about 95 % of 1,000 samples', () => {
    const random = seededRandom(11);
    const sample = (size: number, high: number) => Array.from({ length: size }, () => random() * high);
    let hits = 0;
    for (let trial = 0; trial < 1000; trial++) {
      const [low, high] = meanDifferenceInterval(momentsOf(sample(40, 1)), momentsOf(sample(25, 2))) ?? [
        0, 0,
      ];
      if (low <= -0.5 && -0.5 <= high) hits += 1;
    }
    expect(hits).toBeGreaterThan(930);
    expect(hits).toBeLessThan(970);
  });

  test('is not tested, and has no interval, of values without spread or of too few', () => {
    const [same, few] = [momentsOf(new Array<number>(50).fill(1)), momentsOf(DRUG_1)];
    expect(meanDifferenceInterval(same, same)).toBeNull();
    expect(meanDifferenceInterval(momentsOf([1]), few)).toBeNull();
    expect(welchTest(same, same)).toBeNull();
    expect(welchTest(few, momentsOf(DRUG_2))).toBeNull();
  });

  test('is found significant where its interval leaves out zero, and only there', () => {
    const random = seededRandom(3);
    const sample = (shift: number) => momentsOf(Array.from({ length: 60 }, () => random() + shift));
    for (let trial = 0; trial < 200; trial++) {
      const [a, b] = [sample(0), sample(0.1)];
      const [low, high] = meanDifferenceInterval(a, b) ?? [0, 0];
      expect((welchTest(a, b) ?? 1) < 0.05).toBe(low > 0 || high < 0);
    }
  });
});

describe('differences within pairs', () => {
  const differences = DRUG_1.map((hours, at) => hours - (DRUG_2[at] ?? 0));

  test('have the interval that R gives for its sleep data', () => {
    const [low, high] = comparePairs(differences).interval ?? [0, 0];
    expect(low).toBeCloseTo(-2.4598858, 5);
    expect(high).toBeCloseTo(-0.7001142, 5);
  });

  test('are as significant as all ways to flip their signs tell', () => {
    const moved = differences.filter((difference) => difference !== 0);
    const observed = Math.abs(moved.reduce((sum, each) => sum + each, 0));
    let extreme = 0;
    for (let way = 0; way < 2 ** moved.length; way++) {
      const sum = moved.reduce((all, each, at) => all + ((way >> at) & 1 ? each : -each), 0);
      if (Math.abs(sum) >= observed - 1e-9) extreme += 1;
    }
    expect(comparePairs(differences).pValue).toBeCloseTo(extreme / 2 ** moved.length, 2);
  });

  test('that are small but alike are found, where values that are not paired would hide them', () => {
    const alike = Array.from({ length: 12 }, () => -0.02);
    expect(comparePairs(alike).pValue).toBeLessThan(0.01);
  });

  test.each([
    ['too few pairs', [0.1, 0.2, 0.3, 0.1, 0.2, 0.3, 0.1], null],
    ['pairs that do not differ', new Array<number>(20).fill(0), 1],
    ['three pairs that differ, of twenty', [...new Array<number>(17).fill(0), 1, 1, 1], 0.25],
  ])('of %s', (_, values, pValue) => {
    expect(comparePairs(values).pValue).toBe(pValue);
  });

  test('give the same answer in whatever order they come', () => {
    const scores = fc.array(fc.constantFrom(-1, -0.5, 0, 0.5, 1), { minLength: 8, maxLength: 30 });
    fc.assert(
      fc.property(scores, (values) => {
        expect(comparePairs([...values].reverse())).toEqual(comparePairs(values));
      }),
      { numRuns: 20 },
    );
  });

  test('without a true difference are significant at 0.05 in no more than about 5 % of 1,000 samples', () => {
    const random = seededRandom(5);
    const sample = () => Array.from({ length: 15 }, () => Math.round((random() - 0.5) * 8) / 4);
    const found = Array.from({ length: 1000 }, sample).filter(
      (each) => (comparePairs(each).pValue ?? 1) <= 0.05,
    );
    expect(found.length).toBeLessThan(70);
    expect(found.length).toBeGreaterThan(25);
  });
});

describe('shares', () => {
  // The examples of Newcombe (1998): one share, and the difference of two, each by his score methods.
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('%i of %i have the interval of the book', (hits, total, low, high) => {
    const found = shareInterval(hits, total);
    expect(found[0]).toBeCloseTo(low, 4);
    expect(found[1]).toBeCloseTo(high, 4);
  });

  test.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [10, 10, 0, 20, 0.6791, 1],
  ])('%i of %i less %i of %i have the interval of the book', (a, n, b, m, low, high) => {
    const found = shareDifferenceInterval({ hits: a, total: n }, { hits: b, total: m });
    expect(found[0]).toBeCloseTo(low, 4);
    expect(found[1]).toBeCloseTo(high, 4);
  });
});
