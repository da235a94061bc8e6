import { mean, sampleStandardDeviation } from 'simple-statistics';
import { withoutNoise } from '../model/base/numbers.js';
import { studentTails } from './distributions.js';
import type { Interval } from './proportions.js';

/** Where the value of a new window is expected, by the windows before. */
export interface ControlLimits {
  mean: number;
  /** The sample standard deviation of the values of the windows. */
  deviation: number;
  /** The mean, so many deviations down and up. */
  limits: Interval;
  /** How many windows they rest on. */
  windows: number;
  /**
   * How often a window is outside by chance alone, if the values of all windows come from one normal distribution. With few
   * windows, their mean and deviation are themselves uncertain: more often than the 0.27 % of three deviations.
   */
  falseAlarmShare: number;
}

/** Of fewer windows, the deviation says next to nothing. */
const MIN_WINDOWS = 5;

/**
 * The limits of a chart of individual values: their mean, and `width` sample standard deviations in both directions. Null of
 * fewer than {@link MIN_WINDOWS}. Values that do not differ at all have limits without width.
 */
export function controlLimits(values: number[], width: number): ControlLimits | null {
  if (values.length < MIN_WINDOWS) return null;
  const [centre, deviation] = [mean(values), sampleStandardDeviation(values)];
  return {
    mean: withoutNoise(centre),
    deviation: withoutNoise(deviation),
    limits: [withoutNoise(centre - width * deviation), withoutNoise(centre + width * deviation)],
    windows: values.length,
    falseAlarmShare: falseAlarmShare(values.length, width),
  };
}

/** See {@link ControlLimits}: what is compared has the spread of the new value and that of the mean. */
export const falseAlarmShare = (windows: number, width: number): number =>
  Number(studentTails(width / Math.sqrt(1 + 1 / windows), windows - 1).toPrecision(3));
