import { upsertMemo } from '@temporalio/workflow';
import type { OpenedFence } from '../../model/run/fence.js';
import { TRIGGER_MEMO } from '../../model/run/trigger-memo.js';
import type { Interval } from '../../model/time/interval.js';
import { toUtc } from '../../model/time/window.js';
import type { Window } from '../../model/time/window.js';
import { openFence } from '../trigger/open-fence.js';
import { lookAfterReset } from './after-reset.js';
import type { Backfill } from './backfill.js';

/** The fence for windows that are about to begin. The first one of an execution is kept for a reset. */
export async function fenceFor(backfill: Backfill, positions: number[]): Promise<OpenedFence> {
  const windows = positions.flatMap((at) => backfill.windows[at] ?? []).map(asWindow);
  const { id: taskId } = backfill.plan.task;
  const fence = await openFence(taskId, backfill.firstFence === null ? {} : { windows });
  if (backfill.firstFence === null) {
    backfill.firstFence = fence;
    upsertMemo({ [TRIGGER_MEMO]: { fence, taskId, runId: null, provenance: null, createdByUserId: null } });
  }
  if (fence.reopened !== null && backfill.former === null) await lookAfterReset(backfill, fence);
  return fence;
}

export const asWindow = ({ startMs, endMs }: Interval): Window => ({
  dataStartTime: toUtc(startMs),
  dataEndTime: toUtc(endMs),
});
