import { CancellationScope } from '@temporalio/workflow';
import type { Backfill, LiveWindow } from './backfill.js';

export const newLive = (given: Pick<LiveWindow, 'runId' | 'deadlineMs' | 'phase' | 'doubt'>): LiveWindow => ({
  ...given,
  scope: new CancellationScope(),
  sinceMs: Date.now(),
});

/** The window waits again, as if it had not begun. */
export function release(backfill: Backfill, at: number): void {
  backfill.states[at] = 'waiting';
  backfill.live.delete(at);
  backfill.hasNews = true;
}
