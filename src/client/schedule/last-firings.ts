import type { Client, WorkflowHandle } from '@temporalio/client';
import { RESULT_MEMO } from '../../model/temporal/memos.js';
import type { FiringResult } from '../../model/schedule/firing.js';
import type { Firing } from '../../model/schedule/schedule-misses.js';
import { toUtc } from '../../model/time/window.js';
import type { FiringSummary } from '../../model/schedule/schedule-report.js';
import { inParallel } from '../in-parallel.js';
import { newestFirings } from './list-firings.js';

const AT_ONCE = 5;

/** The newest firings of a schedule with what became of their windows, the newest first. */
export async function lastFirings(
  client: Client,
  scheduleId: string,
  count: number,
): Promise<FiringSummary[]> {
  const firings = await newestFirings(client, scheduleId, count);
  return inParallel(AT_ONCE, firings, async (firing) => ({
    workflowId: firing.workflowId,
    nominalAt: toUtc(firing.nominalMs),
    startedAt: toUtc(firing.startedMs),
    closedAt: firing.closedMs === null ? null : toUtc(firing.closedMs),
    state: firing.isUntaken ? 'untaken' : firing.state,
    result: await resultOf(client, firing),
  }));
}

/** Null where it goes on, or left none: a firing that was terminated say. */
async function resultOf(client: Client, { workflowId, state }: Firing): Promise<FiringResult | null> {
  if (state === 'running') return null;
  const handle: WorkflowHandle<() => Promise<FiringResult>> = client.workflow.getHandle(workflowId);
  const { memo } = await handle.describe();
  const kept = memo?.[RESULT_MEMO] as FiringResult | undefined;
  if (kept !== undefined) return kept;
  return state === 'good' ? handle.result() : null;
}
