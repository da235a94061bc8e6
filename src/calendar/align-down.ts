import type { Align } from '../model/schedule/schedule.js';
import { bordersOf } from './borders-of.js';

/** The last instant at or before `ms` that is aligned in the zone: a full hour, a local midnight, a Monday… */
export function alignDown(ms: number, align: Align, timeZone: string): number {
  if (align === 'none') return ms;
  return bordersOf({ count: 1, unit: align }, timeZone, { startMs: ms, endMs: ms })[0] ?? ms;
}
