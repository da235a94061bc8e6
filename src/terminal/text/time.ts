import { formatDuration } from '../../model/time/duration.js';

/** How long ago a time was: `just now`, `3m 05s ago`, `in 2h 10m`; a dash if there is none. */
export function relativeTime(time: string | null, nowMs: number): string {
  const ms = time === null ? Number.NaN : Date.parse(time);
  if (Number.isNaN(ms)) return '–';
  const passedMs = nowMs - ms;
  if (Math.abs(passedMs) < 1000) return 'just now';
  const [largest = ''] = formatDuration(Math.abs(passedMs)).split(' ');
  return passedMs > 0 ? `${largest} ago` : `in ${largest}`;
}

/** The time between two instants, or null if one of them is unknown. */
export function elapsedBetween(start: string | null, end: string | null): string | null {
  if (start === null || end === null) return null;
  return formatDuration(Math.max(0, Date.parse(end) - Date.parse(start)));
}

/** A time as written, with how long ago it was. */
export const timeAndAge = (time: string | null, nowMs: number): string | null =>
  time === null ? null : `${time} (${relativeTime(time, nowMs)})`;
