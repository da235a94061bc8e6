import type { RunCounts } from '../api/task-run.js';

/** `120 ok, 3 errors, 0 skipped`; a dash where nothing is known. */
export function formatCounts(counts: RunCounts | null): string {
  if (counts === null) return '–';
  const { successes, errors, skipped } = counts;
  return `${successes} ok, ${errors} ${errors === 1 ? 'error' : 'errors'}, ${skipped} skipped`;
}

/** A share in percent: `3.2%`. */
export const formatShare = (share: number): string =>
  `${Number((share * 100).toFixed(share < 0.01 ? 2 : 1))}%`;

/** A number with four significant digits at most, whole numbers in full: `0.8371`, `1250`; a dash for none. */
export function formatNumber(value: number | null): string {
  if (value === null) return '–';
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(4)));
}
