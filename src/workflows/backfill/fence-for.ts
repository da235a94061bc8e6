import { upsertMemo } from '@temporalio/workflow';
import type { OpenedFence } from '../../model/run/unresolved.js';
import { TRIGGER_MEMO } from '../../model/run/trigger-memo.js';
import type { Interval } from '../../model/time/interval.js';
import { turnWorkflowId } from '../../model/temporal/names.js';
import { toUtc } from '../../model/time/window.js';
import type { Window } from '../../model/time/window.js';
import { openFence } from '../trigger/open-fence.js';
import { lookAfterReset } from './after-reset.js';
import type { Backfill } from './backfill.js';

/** The fence for windows that are about to begin. The first one of an execution is kept for a reset. */
export async function fenceFor(backfill: Backfill, positions: number[]): Promise<OpenedFence> {
  const windows = positions.flatMap((at) => backfill.windows[at] ?? []).map(asWindow);
  const { id: taskId } = backfill.plan.task;
  const turnIds = windows.map((window) => turnWorkflowId({ taskId, window }));
  const fence = await openFence(taskId, backfill.firstFence === null ? { turnIds } : { turnIds, windows });
  if (backfill.firstFence === null) {
    backfill.firstFence = fence;
    upsertMemo({
      [TRIGGER_MEMO]: { fence, taskId, key: null, runId: null, provenance: null, createdByUserId: null },
    });
  }
  if (fence.reopened !== null && backfill.former === null) await lookAfterReset(backfill, fence);
  return fence;
}

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
