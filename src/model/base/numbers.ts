/** A share in percent: `3.2%`. */
export const formatShare = (share: number): string =>
  `${Number((share * 100).toFixed(share < 0.01 ? 2 : 1))}%`;

/** A number with four significant digits at most, whole numbers in full: `0.8371`, `1250`; a dash for none. */
export function formatNumber(value: number | null): string {
  if (value === null) return '–';
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(4)));
}

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
