import jstat from 'jstat';
import { LEAST_P_VALUE } from '../model/base/numbers.js';

/** The probability of a chi-square value this large or larger: of `1e-12` at least. */
export const chiSquareTail = (value: number, degreesOfFreedom: number): number =>
  atLeast(1 - jstat.chisquare.cdf(value, degreesOfFreedom));

/** The probability of a value of Student's t this far from zero or farther, in either direction: of `1e-12` at least. */
export const studentTails = (t: number, degreesOfFreedom: number): number =>
  atLeast(2 * jstat.studentt.cdf(-Math.abs(t), degreesOfFreedom));

/** The value of Student's t that 95 % of all values are no farther from zero than. */
export const studentBound95 = (degreesOfFreedom: number): number =>
  jstat.studentt.inv(0.975, degreesOfFreedom);

/** The same of the normal distribution. */
export const NORMAL_BOUND_95 = 1.959963984540054;

const atLeast = (probability: number): number => Math.min(1, Math.max(LEAST_P_VALUE, probability));
