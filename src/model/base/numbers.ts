/** A share in percent: `3.2%`. */
export const formatShare = (share: number): string =>
  `${Number((share * 100).toFixed(share < 0.01 ? 2 : 1))}%`;

/**
 * Shares that are shown together, in percent with one decimal: parts of a whole make 100% (largest remainders). A share
 * above 0 is at least 0.1%.
 */
export function formatShares(shares: readonly number[]): string[] {
  const exact = shares.map((share) => share * 1000);
  const floors = exact.map((each) => (each > 0 ? Math.max(1, Math.floor(each + TINY)) : 0));
  const missing = Math.round(sumOf(exact)) - sumOf(floors);
  const remainder = (at: number): number => (exact[at] ?? 0) - (floors[at] ?? 0);
  const order = [...exact.keys()]
    .filter((at) => remainder(at) !== 0)
    .sort((a, b) => remainder(b) - remainder(a));
  const raised = new Set(order.slice(0, Math.max(0, missing)));
  const largest = floors.indexOf(Math.max(...floors));
  return floors.map((each, at) => {
    const units = each + (raised.has(at) ? 1 : 0) + (at === largest ? Math.min(0, missing) : 0);
    return `${units / 10}%`;
  });
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0);

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

/** What is expected in place of a whole number beyond 2^53-1, which JSON cannot carry exactly; null for any other value. */
export function largestWhole(value: unknown): string | null {
  const isBeyond = typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER;
  if (!isBeyond) return null;
  return value > 0 ? 'a whole number of at most 2^53-1' : 'a whole number of at least -(2^53-1)';
}

/** Below it, the tails of distributions are rounding noise: a smaller p-value is reported as this. */
export const LEAST_P_VALUE = 1e-12;
