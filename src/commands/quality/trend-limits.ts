import type { TrendLimits } from '../../model/quality/kept/quality-trend.js';
import { controlLimits } from '../../statistics/control-limits.js';

/** Deviations up and down: of a stable process, one value in 370 lies beyond. */
const WIDTH = 3;

/** The limits of values over time; null if there are too few. */
export function trendLimits(values: readonly number[]): TrendLimits | null {
  const found = controlLimits([...values], WIDTH);
  if (found === null) return null;
  const { mean: centre, limits } = found;
  return { centre, lower: limits[0], upper: limits[1] };
}
