import { mean, sampleVariance } from 'simple-statistics';
import { withoutNoise } from '../model/base/numbers.js';
import type { Interval } from './proportions.js';
import { studentBound95, studentTails } from './distributions.js';

/** What is left of many values where they are not kept one by one. */
export interface MeanAndSpread {
  count: number;
  mean: number;
  /** The sample standard deviation; 0 for a single value. */
  deviation: number;
}

/** A spread that comes from rounding alone is none. */
const NOISE = 1e-12;

/** The number, mean and standard deviation of some values, of which there is one at least. */
export const momentsOf = (values: number[]): MeanAndSpread => ({
  count: values.length,
  mean: mean(values),
  deviation: values.length < 2 ? 0 : Math.sqrt(sampleVariance(values)),
});

/** The 95 % interval of a mean; null of fewer than two values, or if no value differs from another. */
export function meanInterval({ count, mean: centre, deviation }: MeanAndSpread): Interval | null {
  if (count < 2 || deviation <= NOISE) return null;
  const reach = (studentBound95(count - 1) * deviation) / Math.sqrt(count);
  return [withoutNoise(centre - reach), withoutNoise(centre + reach)];
}

/**
 * The 95 % interval of the difference of two means (`a` minus `b`), after Welch: the spreads may differ. Null with fewer
 * than two values on a side, or if no value differs from another: nothing is known of the spread then.
 */
export function meanDifferenceInterval(a: MeanAndSpread, b: MeanAndSpread): Interval | null {
  const error = standardError(a, b);
  if (error === null) return null;
  const reach = studentBound95(degreesOfFreedom(a, b)) * error;
  return [withoutNoise(a.mean - b.mean - reach), withoutNoise(a.mean - b.mean + reach)];
}

/** With fewer values on a side, the means of skewed scores are not near enough to a normal distribution. */
const MIN_VALUES_FOR_WELCH = 30;

/**
 * The p-value of Welch's t-test, two-sided, for values that are many or not kept one by one. Null with fewer than
 * {@link MIN_VALUES_FOR_WELCH} on a side, or without spread.
 */
export function welchTest(a: MeanAndSpread, b: MeanAndSpread): number | null {
  if (Math.min(a.count, b.count) < MIN_VALUES_FOR_WELCH) return null;
  const error = standardError(a, b);
  return error === null ? null : studentTails((a.mean - b.mean) / error, degreesOfFreedom(a, b));
}

const ofMean = ({ count, deviation }: MeanAndSpread): number => deviation ** 2 / count;

function standardError(a: MeanAndSpread, b: MeanAndSpread): number | null {
  if (Math.min(a.count, b.count) < 2) return null;
  const error = Math.sqrt(ofMean(a) + ofMean(b));
  return error > NOISE ? error : null;
}

/** After Welch and Satterthwaite. */
const degreesOfFreedom = (a: MeanAndSpread, b: MeanAndSpread): number =>
  (ofMean(a) + ofMean(b)) ** 2 / (ofMean(a) ** 2 / (a.count - 1) + ofMean(b) ** 2 / (b.count - 1));
