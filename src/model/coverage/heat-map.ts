import type { CoverageState, CoverageStretch } from './coverage.js';
import type { Interval } from '../time/interval.js';

/** Of a bucket's time, the share of each state, 0 to 1; `none`: no run is known. What lies outside of the range is in no share. */
export type HeatShares = Record<CoverageState | 'none', number>;

export interface HeatBucket extends Interval {
  shares: HeatShares;
}

const NOTHING: HeatShares = {
  evaluated: 0,
  empty: 0,
  early: 0,
  errors: 0,
  truncated: 0,
  failed: 0,
  none: 0,
};

/**
 * How much of each bucket is in which state. Both lists come from the oldest to the newest and do not overlap; buckets are
 * made by whoever knows the time zone (`cutRange`).
 */
export function heatMapOf(stretches: readonly CoverageStretch[], buckets: readonly Interval[]): HeatBucket[] {
  let first = 0;
  return buckets.map(({ startMs, endMs }) => {
    const shares = { ...NOTHING };
    while ((stretches[first]?.endMs ?? Number.POSITIVE_INFINITY) <= startMs) first++;
    for (let index = first; (stretches[index]?.startMs ?? endMs) < endMs; index++) {
      addShare(shares, stretches[index], { startMs, endMs });
    }
    return { startMs, endMs, shares };
  });
}

function addShare(shares: HeatShares, stretch: CoverageStretch | undefined, bucket: Interval): void {
  if (stretch === undefined) return;
  const overlapMs = Math.min(stretch.endMs, bucket.endMs) - Math.max(stretch.startMs, bucket.startMs);
  shares[stretch.state ?? 'none'] += overlapMs / (bucket.endMs - bucket.startMs);
}
