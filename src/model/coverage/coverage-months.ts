import type { Interval } from '../time/interval.js';
import { MAX_WINDOW_MS, toUtc } from '../time/window.js';

/** The month (UTC) of an instant, like `2026-11`. */
export const monthOf = (ms: number): string => toUtc(ms).slice(0, 7);

export const isMonth = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-(0[1-9]|1[0-2])$/.test(value);

/** The months whose entries may overlap a range: a window may begin thirty days before what it reaches. */
export function monthsOver(months: readonly string[], { startMs, endMs }: Interval): string[] {
  const first = monthOf(Math.max(0, startMs - MAX_WINDOW_MS));
  const last = monthOf(endMs - 1);
  return months.filter((month) => month >= first && month <= last);
}

/** Entries by the month in which their windows begin. */
export function byMonth<Entry extends Interval>(entries: readonly Entry[]): Map<string, Entry[]> {
  const months = new Map<string, Entry[]>();
  for (const entry of entries) {
    const month = monthOf(entry.startMs);
    months.set(month, [...(months.get(month) ?? []), entry]);
  }
  return months;
}
