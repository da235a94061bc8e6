import { expected } from '../base/checks.js';
import type { Interval } from './interval.js';
import { MAX_WINDOW_MS, toUtc } from './window.js';

/** The month (UTC) of an instant, like `2026-11`. */
export const monthOf = (ms: number): string => toUtc(ms).slice(0, 7);

export function isMonth(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-(0[1-9]|1[0-2])$/.test(value);
}

export const monthCheck = expected('a month like "2026-11"', isMonth);

/** The months whose entries may overlap a range: a window may begin thirty days before what it reaches. */
export function monthsOver(months: readonly string[], { startMs, endMs }: Interval): string[] {
  const first = monthOf(Math.max(0, startMs - MAX_WINDOW_MS));
  const last = monthOf(endMs - 1);
  return months.filter((month) => month >= first && month <= last);
}

/** The months (UTC) in which moments of a range lie, from the first on. */
export function monthsOf({ startMs, endMs }: Interval): string[] {
  const [first, last] = [new Date(startMs), new Date(endMs - 1)];
  const numberOf = (date: Date): number => (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
  return Array.from({ length: numberOf(last) - numberOf(first) + 1 }, (_, at) =>
    monthOf(Date.UTC(1970, numberOf(first) + at)),
  );
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
