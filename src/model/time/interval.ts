/** A half-open stretch of time `[startMs, endMs)`, in milliseconds since 1970. Never empty. */
export interface Interval {
  startMs: number;
  endMs: number;
}
