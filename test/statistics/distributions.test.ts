import { describe, expect, test } from 'vitest';
import { chiSquareTail, studentBound95, studentTails } from '../../src/statistics/distributions.js';

/** The area under a curve between two points, by Simpson's rule. */
function area(curve: (x: number) => number, from: number, to: number, parts = 4000): number {
  const step = (to - from) / parts;
  let sum = curve(from) + curve(to);
  for (let at = 1; at < parts; at++) sum += curve(from + at * step) * (at % 2 === 0 ? 2 : 4);
  return (sum * step) / 3;
}

/** Gamma at halves of whole numbers: 1, √π and their multiples. */
const gammaOfHalf = (twice: number): number =>
  twice === 1 ? Math.sqrt(Math.PI) : twice === 2 ? 1 : ((twice - 2) / 2) * gammaOfHalf(twice - 2);

const chiSquareDensity = (df: number) => (x: number) =>
  (x ** (df / 2 - 1) * Math.exp(-x / 2)) / (2 ** (df / 2) * gammaOfHalf(df));
const studentDensity = (df: number) => (t: number) =>
  (gammaOfHalf(df + 1) / (Math.sqrt(df * Math.PI) * gammaOfHalf(df))) * (1 + t ** 2 / df) ** (-(df + 1) / 2);

describe('the distributions', () => {
  test.each([
    [3, 0.5],
    [3, 12],
    [7, 14.07],
    [20, 8],
  ])('of chi-square with %i degrees of freedom has the area of its density beyond %d', (df, value) => {
    expect(chiSquareTail(value, df)).toBeCloseTo(area(chiSquareDensity(df), value, value + 200, 20_000), 8);
  });

  test.each([
    [2, 1],
    [6, 2.806],
    [29, 2.045],
  ])("of Student's t with %i degrees of freedom has the area of its density beyond %d", (df, t) => {
    expect(studentTails(t, df)).toBeCloseTo(1 - 2 * area(studentDensity(df), 0, t), 8);
    expect(studentTails(-t, df)).toBe(studentTails(t, df));
  });

  // The table of the 95 % bounds that stands in every book.
  test.each([
    [1, 12.706],
    [5, 2.571],
    [10, 2.228],
    [30, 2.042],
    [120, 1.98],
  ])("of Student's t with %i degrees of freedom has its bound at %d", (df, bound) => {
    expect(studentBound95(df)).toBeCloseTo(bound, 3);
  });

  test('never say that something is impossible', () => {
    expect(chiSquareTail(5000, 2)).toBe(1e-12);
    expect(studentTails(500, 300)).toBe(1e-12);
  });
});
