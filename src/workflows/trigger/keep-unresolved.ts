import { ActivityFailure } from '@temporalio/common';
import { CancellationScope, upsertMemo } from '@temporalio/workflow';
import type { Prepared } from '../../model/run/trigger/prepared.js';
import { UNRESOLVED_MEMO } from '../../model/run/unresolved.js';
import type { UnresolvedTrigger } from '../../model/run/unresolved.js';
import { steady } from '../shared/activities.js';

/**
 * Keeps in the memo that a person is needed; another start of the same reads it. It finds that of an evaluation by its turn, and
 * that of an experiment by a mark.
 */
export async function keepUnresolved(left: UnresolvedTrigger | null, { mark }: Prepared): Promise<void> {
  if (left === null) return;
  if (mark.experimentName !== null) await CancellationScope.nonCancellable(leaveMark);
  upsertMemo({ [UNRESOLVED_MEMO]: left });
}

async function leaveMark(): Promise<void> {
  try {
    await steady.markUnresolved(null);
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
  }
}
