import { intersect, mergeIntervals } from '../time/interval.js';
import type { Interval } from '../time/interval.js';

/**
 * The windows of a plan: each missing instant in the slices once, cut at their borders alone. `slices` come from the oldest
 * to the newest and do not overlap; `missing` may come in any order.
 */
export const planWindows = (missing: readonly Interval[], slices: readonly Interval[]): Interval[] =>
  intersect(mergeIntervals(missing), slices);
