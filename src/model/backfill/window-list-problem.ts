import type { WindowList, WindowStretch } from './window-list.js';
import { windowCount } from './window-list.js';
import { MAX_WINDOW_MS } from '../time/window.js';

/**
 * What is wrong with a list of windows from another program, in words; null if nothing is. Such a list may contain
 * anything: `windowsIn` of one that repeats a window 10^12 times would never return.
 */
export function windowListProblem(list: WindowList, most: number): string | null {
  if (!Array.isArray(list) || !list.every(isStretch)) return 'windows must be a list of {startMs, lengths}';
  let endMs = Number.NEGATIVE_INFINITY;
  for (const stretch of list) {
    if (stretch.startMs < endMs)
      return 'windows must be sorted from the oldest to the newest and not overlap';
    endMs = stretch.lengths.reduce((at, [lengthMs, times]) => at + lengthMs * times, stretch.startMs);
  }
  const count = windowCount(list);
  return count > most ? `${count} windows are too many; the limit of one backfill is ${most}` : null;
}

const isStretch = (stretch: WindowStretch | null): boolean =>
  Number.isSafeInteger(stretch?.startMs) && Array.isArray(stretch?.lengths) && stretch.lengths.every(isRow);

const isRow = (row: unknown): boolean =>
  Array.isArray(row) &&
  row.length === 2 &&
  row.every((value) => Number.isSafeInteger(value) && (value as number) > 0) &&
  row[0] <= MAX_WINDOW_MS;
