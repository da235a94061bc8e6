import { isCancellation, upsertMemo } from '@temporalio/workflow';
import { firstWaiting } from '../../model/backfill/backfill-next.js';
import { mayUseAgain } from '../../model/run/shared-fence.js';
import { omit } from '../../model/base/objects.js';
import { medianMs } from '../../model/run/durations.js';
import type { OpenedFence } from '../../model/run/unresolved.js';
import { TRIGGER_MEMO } from '../../model/run/trigger-memo.js';
import type { Interval } from '../../model/time/interval.js';
import { turnWorkflowId } from '../../model/temporal/names.js';
import { toUtc } from '../../model/time/window.js';
import type { Window } from '../../model/time/window.js';
import { local } from '../shared/activities.js';
import { openFence } from '../trigger/open-fence.js';
import { lookAfterReset } from './after-reset.js';
import type { Backfill } from './backfill.js';

/** Windows that begin next are covered by a fence too, so that it can be used again for them. */
const COVERED_AHEAD = 480;

/** The fence for windows that are about to begin: the last one again if that is as good (design/backfill.md). */
export async function fenceFor(backfill: Backfill, positions: number[]): Promise<OpenedFence> {
  const fence = (await lastFence(backfill, positions)) ?? (await readAnew(backfill, positions));
  for (const at of positions) backfill.sharedFence?.covers.delete(at);
  if (fence.reopened !== null && backfill.former === null) await lookAfterReset(backfill, fence);
  return fence;
}

/** Null: it is too old, does not cover them all, or somebody had one of their turns since. */
async function lastFence(backfill: Backfill, positions: number[]): Promise<OpenedFence | null> {
  const { sharedFence: last } = backfill;
  if (last === null || !mayUseAgain(last, positions, Date.now())) return null;
  try {
    const request = { turnIds: turnIdsOf(backfill, positions), sinceMs: last.readMs };
    const turns = await local.turnsSince(request);
    if (turns.isUsed) return null;
    const { unresolved } = turns;
    return Object.keys(unresolved).length === 0 ? last.fence : { ...last.fence, unresolved };
  } catch (error) {
    if (isCancellation(error)) throw error;
    return null;
  }
}

/** The first fence of an execution is kept for a reset. */
async function readAnew(backfill: Backfill, positions: number[]): Promise<OpenedFence> {
  const { id: taskId } = backfill.plan.task;
  const turnIds = turnIdsOf(backfill, positions);
  const covers = new Set([...positions, ...firstWaiting(backfill, COVERED_AHEAD)]);
  const windows = windowsAt(backfill, [...covers]);
  const readMs = Date.now();
  const request = backfill.firstFence === null ? { turnIds } : { turnIds, windows };
  const { learned, ...fence } = await openFence(taskId, request);
  if (learned !== undefined) backfill.typicalMs ??= medianMs(learned);
  if (backfill.firstFence === null) {
    backfill.firstFence = fence;
    upsertMemo({
      [TRIGGER_MEMO]: { fence, taskId, key: null, runId: null, provenance: null, createdByUserId: null },
    });
  }
  backfill.sharedFence = { fence: omit(fence, 'unresolved'), readMs, covers };
  return fence;
}

const turnIdsOf = (backfill: Backfill, positions: number[]): string[] =>
  windowsAt(backfill, positions).map((window) => turnWorkflowId({ taskId: backfill.plan.task.id, window }));

const windowsAt = ({ windows }: Backfill, positions: number[]): Window[] =>
  positions.flatMap((at) => windows[at] ?? []).map(asWindow);

/** The fence of one of the windows: that of its trigger before, if that ended unresolved. */
export function fenceOf({ unresolved = {}, ...fence }: OpenedFence, turnId: string): OpenedFence {
  const left = unresolved[turnId];
  if (left === undefined) return fence;
  return { ...fence, ...left.fence, reopened: { runId: null, posts: left.posts, experimentName: null } };
}

export const asWindow = ({ startMs, endMs }: Interval): Window => ({
  dataStartTime: toUtc(startMs),
  dataEndTime: toUtc(endMs),
});
