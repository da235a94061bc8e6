import type { Interval } from '../model/time/interval.js';
import type { WatermarkRule } from '../model/schedule/schedule.js';
import { alignDown } from './align-down.js';
import { cutRange } from './cut-range.js';

/**
 * What a firing in the mode `watermark` evaluates: from the end of what is proven to the nominal time less the lag, in
 * slices from the oldest on, at most `maxSlices`. None where all is proven.
 */
export function windowsOfWatermark(rule: WatermarkRule, provenMs: number, nominalMs: number): Interval[] {
  const endMs = alignDown(nominalMs - rule.lagMs, rule.align, rule.timeZone);
  if (provenMs >= endMs) return [];
  return cutRange({ startMs: provenMs, endMs }, rule.slice, rule.timeZone).slice(0, rule.maxSlices);
}
