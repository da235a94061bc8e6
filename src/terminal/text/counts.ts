import { totalOf } from '../../model/task-run.js';
import type { RunCounts } from '../../model/task-run.js';

/** `120 ok, 3 errors, 0 skipped`; a dash where nothing is known. */
export function formatCounts(counts: RunCounts | null): string {
  if (counts === null) return '–';
  const { successes, errors, skipped } = counts;
  return `${successes} ok, ${errors} ${errors === 1 ? 'error' : 'errors'}, ${skipped} skipped`;
}

/** Spans or examples per second so far, or a dash before there is anything to divide. */
export function formatRate(counts: RunCounts | null, elapsedMs: number): string {
  if (counts === null || elapsedMs < 1000 || totalOf(counts) === 0) return '–';
  const perSecond = totalOf(counts) / (elapsedMs / 1000);
  return perSecond >= 10 ? `${Math.round(perSecond)}/s` : `${perSecond.toFixed(1)}/s`;
}

/** A share in percent: `3.2%`. */
export const formatShare = (share: number): string =>
  `${Number((share * 100).toFixed(share < 0.01 ? 2 : 1))}%`;
