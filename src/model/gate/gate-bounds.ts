/**
 * Scores are sums and quotients of binary fractions: 0.1 + 0.2 is above 0.3 by 4e-17. A bound counts as crossed only
 * beyond a billionth, of the larger number or of 1, so that such noise fails no gate.
 */
const TINY = 1e-9;

const slack = (a: number, b: number): number => TINY * Math.max(1, Math.abs(a), Math.abs(b));

export const isBelow = (value: number, bound: number): boolean => value < bound - slack(value, bound);

export const isAbove = (value: number, bound: number): boolean => value > bound + slack(value, bound);

/** A computed number as it is kept: twelve digits are more than there is in it, and 0.8 stays 0.8. */
export const withoutNoise = (value: number): number => Number(value.toPrecision(12));
