import type { Interval } from '../time/interval.js';

/** Where the windows of two firings in a row do not meet. */
export interface WindowSeam {
  kind: 'hole' | 'overlap';
  /** What no window has, or two have. */
  interval: Interval;
}

/** Where windows, in the order of their firings, leave something out or have it twice. */
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
