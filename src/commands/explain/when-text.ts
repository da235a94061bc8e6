import { formatDuration } from '../../model/time/duration.js';
import { clockTime } from '../../model/time/window.js';

/** `12:05:00Z (in 1h 05m)`. */
export function whenText(time: string, nowMs: number): string {
  const passedMs = nowMs - Date.parse(time);
  const span = formatDuration(Math.abs(passedMs));
  const distance = Math.abs(passedMs) < 1000 ? 'now' : passedMs > 0 ? `${span} ago` : `in ${span}`;
  return `${clockTime(time, nowMs)} (${distance})`;
}
