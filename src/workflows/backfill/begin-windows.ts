import { capReached, nextWindows } from '../../model/backfill/backfill-next.js';
import type { OpenedFence } from '../../model/run/unresolved.js';
import { isThrottled, mayBegin } from './backfill.js';
import type { Backfill } from './backfill.js';
import { formerRunOf } from './after-reset.js';
import { fenceFor } from './fence-for.js';
import { newLive, release } from './live-window.js';
import { pauseByItself, refuse } from './refuse.js';
import { startedAs } from './settle-trigger.js';
import { triggerAt } from './trigger-at.js';

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
    for (const at of positions) begin(backfill, at, fence);
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

function begin(backfill: Backfill, at: number, fence: OpenedFence): void {
  const live = backfill.live.get(at);
  const former = formerRunOf(backfill, at);
  if (live === undefined) return;
  if (former !== null) startedAs(backfill, at, { runId: former });
  else if (mayBegin(backfill)) void triggerAt(backfill, at, live, carefully(backfill, fence));
  else release(backfill, at);
}

// The triggers that an execution before a reset had under way are among the first that it would have begun next.
function carefully(backfill: Backfill, fence: OpenedFence): OpenedFence {
  if (backfill.careful > 0) {
    backfill.careful--;
    return fence;
  }
  return { ...fence, reopened: null };
}
