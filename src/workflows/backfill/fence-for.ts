import { upsertMemo } from '@temporalio/workflow';
import { firstWaiting } from '../../model/backfill/backfill-next.js';
import { mayUseAgain } from '../../model/run/shared-fence.js';
import { medianMs } from '../../model/run/durations.js';
import type { SharedFence } from '../../model/run/shared-fence.js';
import { TRIGGER_MEMO } from '../../model/run/trigger-memo.js';
import type { OpenedFence } from '../../model/run/unresolved.js';
import type { Interval } from '../../model/time/interval.js';
import { toUtc } from '../../model/time/window.js';
import type { Window } from '../../model/time/window.js';
import { openFence } from '../trigger/open-fence.js';
import { lookAfterReset } from './after-reset.js';
import type { Backfill } from './backfill.js';

/** Windows that begin next are covered by a fence too, so that it can be used again for them. */
const COVERED_AHEAD = 480;

/** The fence for windows that are about to begin: the last one again if that is as good (design/backfill.md). */
export async function fenceFor(backfill: Backfill, positions: number[]): Promise<SharedFence> {
  const { sharedFence: last } = backfill;
  const isAsGood = last !== null && mayUseAgain(last, positions, Date.now());
  const shared = isAsGood ? last : await readAnew(backfill, positions);
  for (const at of positions) backfill.sharedFence?.covers.delete(at);
  if (shared.fence.reopened !== null && backfill.former === null)
    await lookAfterReset(backfill, shared.fence);
  return shared;
}

/** The first fence of an execution is kept for a reset. */
async function readAnew(backfill: Backfill, positions: number[]): Promise<SharedFence> {
  const { id: taskId } = backfill.plan.task;
  const covers = new Set([...positions, ...firstWaiting(backfill, COVERED_AHEAD)]);
  const windows = [...covers].flatMap((at) => backfill.windows[at] ?? []).map(asWindow);
  const readMs = Date.now();
  const { learned, ...fence } = await openFence(taskId, backfill.firstFence === null ? {} : { windows });
  if (learned !== undefined) backfill.typicalMs ??= medianMs(learned);
  if (backfill.firstFence === null) keepFirst(backfill, fence);
  backfill.sharedFence = { fence, readMs, covers };
  return backfill.sharedFence;
}

function keepFirst(backfill: Backfill, fence: OpenedFence): void {
  backfill.firstFence = fence;
  const { id: taskId } = backfill.plan.task;
  upsertMemo({
    [TRIGGER_MEMO]: { fence, taskId, key: null, runId: null, provenance: null, createdByUserId: null },
  });
}

export const asWindow = ({ startMs, endMs }: Interval): Window => ({
  dataStartTime: toUtc(startMs),
  dataEndTime: toUtc(endMs),
});
