import { intersect, mergeIntervals } from '../time/interval.js';
import type { Interval } from '../time/interval.js';

/**
 * The windows of a plan: every missing instant within the slices, exactly once, cut only at the borders of slices. `slices`
 * are sorted and do not overlap; `missing` may be in any order.
 */
export const planWindows = (missing: readonly Interval[], slices: readonly Interval[]): Interval[] =>
  intersect(mergeIntervals(missing), slices);
