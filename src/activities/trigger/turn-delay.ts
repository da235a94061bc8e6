import { activityInfo } from '@temporalio/activity';

const MIN_DELAY_MS = 1000;
const MAX_DELAY_MS = 10_000;

/**
 * How long an attempt that found a turn taken waits before the next look, in milliseconds. Many may wait for one turn, and
 * each look costs the Temporal server a request: those who wait long look seldom.
 */
export function turnDelayMs(): number {
  const slowest = Math.min(MAX_DELAY_MS, MIN_DELAY_MS * activityInfo().attempt);
  return MIN_DELAY_MS + Math.random() * slowest;
}
