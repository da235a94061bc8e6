import type { Interval } from '../time/interval.js';

/** A gap or an overlap between the windows of two consecutive firings. */
export interface WindowSeam {
  kind: 'hole' | 'overlap';
  /** The interval that no window covers, or that two cover. */
  interval: Interval;
}

/** The gaps and overlaps of windows, which are in the order of their firings. */
export function windowSeams(windows: readonly Interval[]): WindowSeam[] {
  return windows.flatMap((window, at) => {
    const before = windows[at - 1];
    return before === undefined ? [] : seamBetween(before, window);
  });
}

function seamBetween(before: Interval, after: Interval): WindowSeam[] {
  const [first, second] = [before.endMs, after.startMs];
  if (first === second) return [];
  const interval = { startMs: Math.min(first, second), endMs: Math.max(first, second) };
  return [{ kind: second > first ? 'hole' : 'overlap', interval }];
}
