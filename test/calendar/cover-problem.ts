import type { Interval } from '../../src/model/time/interval.js';
import { MAX_WINDOW_MS } from '../../src/model/time/window.js';

/** What keeps slices from covering a range exactly once, each as it can be sent; null: nothing. */
export function coverProblem(slices: readonly Interval[], whole: Interval): string | null {
  let atMs = whole.startMs;
  for (const { startMs, endMs } of slices) {
    if (startMs !== atMs) return `${startMs} follows ${atMs}`;
    if (endMs <= startMs) return `${startMs} to ${endMs} is empty`;
    if (endMs - startMs > MAX_WINDOW_MS) return `${startMs} to ${endMs} is too long`;
    atMs = endMs;
  }
  return atMs === whole.endMs ? null : `ends at ${atMs} instead of ${whole.endMs}`;
}
