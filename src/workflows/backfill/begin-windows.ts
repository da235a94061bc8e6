import { capReached, nextWindows } from '../../model/backfill/backfill-next.js';
import type { SharedFence } from '../../model/run/shared-fence.js';
import { isThrottled, mayBegin } from './backfill.js';
import type { Backfill, ToTrigger } from './backfill.js';
import { formerRunOf } from './after-reset.js';
import { fenceFor } from './fence-for.js';
import { newLive, release } from './live-window.js';
import { pauseByItself, refuse } from './refuse.js';
import { startedAs } from './settle-trigger.js';
import { triggerTogether } from './trigger-together.js';

/** Begins what may begin: windows that begin at the same moment share a fence (design/backfill.md). */
export function beginWindows(backfill: Backfill): void {
  if (isThrottled(backfill)) backfill.timer.at(backfill.throttledUntilMs ?? 0);
  if (backfill.isBeginning || !mayBegin(backfill)) return;
  const next = nextWindows(backfill);
  if (next.length > 0) void beginTogether(backfill, next);
  else if (backfill.states.includes('waiting')) pauseAtCap(backfill);
}

function pauseAtCap(backfill: Backfill): void {
  const cap = capReached(backfill);
  if (cap !== null) pauseByItself(backfill, cap, { isFinal: true });
}

async function beginTogether(backfill: Backfill, positions: number[]): Promise<void> {
  backfill.isBeginning = true;
  for (const at of positions) reserve(backfill, at);
  try {
    const fence = await fenceFor(backfill, positions);
    const toTrigger = positions.flatMap((at) => toTriggerAt(backfill, at, fence));
    if (toTrigger.length > 0) void triggerTogether(backfill, toTrigger, fence);
  } catch (error) {
    for (const at of positions) release(backfill, at);
    refuse(backfill, error);
  }
  backfill.isBeginning = false;
  backfill.hasNews = true;
}

function reserve(backfill: Backfill, at: number): void {
  backfill.states[at] = 'running';
  backfill.live.set(at, newLive({ runId: null, deadlineMs: null, phase: 'starting' }));
}

/** None if the window has a run already, or must not begin any more. */
function toTriggerAt(backfill: Backfill, at: number, { fence }: SharedFence): ToTrigger[] {
  const live = backfill.live.get(at);
  const former = formerRunOf(backfill, at);
  if (live === undefined) return [];
  if (former === null && mayBegin(backfill)) return [{ at, live, isCareful: isCareful(backfill, fence) }];
  if (former === null) release(backfill, at);
  else startedAs(backfill, at, { runId: former });
  return [];
}

// The triggers that an execution before a reset had under way are among the first that it would have begun next.
function isCareful(backfill: Backfill, { reopened }: SharedFence['fence']): boolean {
  if (backfill.careful === 0) return false;
  backfill.careful--;
  return reopened !== null;
}
