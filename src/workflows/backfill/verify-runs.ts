import { ActivityFailure } from '@temporalio/common';
import { workflowInfo } from '@temporalio/workflow';
import type { BackfillCheck } from '../../model/backfill/backfill-check.js';
import { verifying } from '../shared/activities.js';
import { messageOf } from '../shared/failures.js';
import type { Backfill } from './backfill.js';

/** Compares a sample of the windows that were run with their spans; null: that is switched off, or there are none. */
export async function verifyRuns({ plan, runs, isCancelled }: Backfill): Promise<BackfillCheck | null> {
  const { verifyRequests: maxRequests } = plan.options;
  if (maxRequests === 0 || runs === 0 || isCancelled) return null;
  const { dataStartTime, dataEndTime } = plan.range;
  const range = { startMs: Date.parse(dataStartTime), endMs: Date.parse(dataEndTime) };
  const { workflowId } = workflowInfo();
  const request = { taskId: plan.task.id, ...range, maxRequests, isAnyVersion: true, workflowId };
  try {
    const { windows, spans, requests, attributedBy } = await verifying.verifyCoverage(request);
    return windows.total === 0 ? null : { windows, spans, requests, attributedBy, problem: null };
  } catch (error) {
    if (error instanceof ActivityFailure) return { problem: messageOf(error).slice(0, 300) };
    throw error;
  }
}
