import { instantMs, toUtc } from './window.js';

/** A half-open stretch of time `[startMs, endMs)`, in milliseconds since 1970. Never empty. */
export interface Interval {
  startMs: number;
  endMs: number;
}

/** A half-open stretch of time as people write it: ISO 8601 with zone, or a `Date`. */
export interface TimeRange {
  start: string | Date;
  end: string | Date;
}

/**
 * The interval of a range.
 * @throws RangeError if an end is not a time, or the start is not before the end
 */
export function intervalOf(range: Interval | TimeRange): Interval {
  const [startMs, endMs] =
    'startMs' in range
      ? [msOf('startMs', new Date(range.startMs)), msOf('endMs', new Date(range.endMs))]
      : [msOf('start', range.start), msOf('end', range.end)];
  if (startMs < endMs) return { startMs, endMs };
  throw new RangeError(`start (${toUtc(startMs)}) must be before end (${toUtc(endMs)})`);
}

function msOf(name: string, time: string | Date): number {
  const ms = time instanceof Date ? time.getTime() : (instantMs(time) ?? Number.NaN);
  if (!Number.isNaN(ms)) return ms;
  const shown = time instanceof Date ? String(time) : JSON.stringify(time);
  throw new RangeError(
    `${name} is ${shown}, expected a time with its zone, like 2026-11-01T00:00:00Z, or a Date`,
  );
}

/** The same time as intervals from the oldest to the newest of which none overlap or touch. */
export function mergeIntervals(intervals: readonly Interval[]): Interval[] {
  const merged: Interval[] = [];
  for (const { startMs, endMs } of intervals.toSorted((a, b) => a.startMs - b.startMs)) {
    const last = merged.at(-1);
    if (last !== undefined && startMs <= last.endMs) last.endMs = Math.max(last.endMs, endMs);
    else if (startMs < endMs) merged.push({ startMs, endMs });
  }
  return merged;
}

/** What of two lists lies in both, cut at the borders of either. Each from the oldest to the newest, without overlaps. */
export function intersect(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const both: Interval[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const [left, right] = [a[i], b[j]];
    if (left === undefined || right === undefined) break;
    const startMs = Math.max(left.startMs, right.startMs);
    const endMs = Math.min(left.endMs, right.endMs);
    if (startMs < endMs) both.push({ startMs, endMs });
    if (left.endMs === endMs) i++;
    else j++;
  }
  return both;
}
