import type { Client } from '@temporalio/client';
import type { KeptQuality } from '../../model/quality/kept/kept-quality.js';
import { unpackQuality } from '../../model/quality/kept/pack-quality.js';
import type { PackedQuality } from '../../model/quality/kept/pack-quality.js';
import { QUALITY_QUERIES } from '../../model/quality/kept/quality-messages.js';
import { qualityMonthWorkflowId } from '../../model/temporal/names.js';
import type { Interval } from '../../model/time/interval.js';
import { monthsOf } from '../../model/time/month.js';
import { MAX_WINDOW_MS } from '../../model/time/window.js';
import { describeWorkflow } from '../base/describe-workflow.js';

/** What is kept of the quality of a task in windows that may overlap an interval. */
export type KeptWindows = (taskId: string, interval: Interval) => Promise<KeptQuality[]>;

/** A worker answers in a moment, or is gone; the spans are there in any case. */
const ANSWER_WITHIN_MS = 10_000;

/** Asks each month of the ledger once. One that does not answer has nothing: then spans are read. */
export function keptWindows(client: () => Client): KeptWindows {
  const known = new Map<string, Promise<KeptQuality[]>>();
  const monthOf = (taskId: string, month: string): Promise<KeptQuality[]> => {
    const workflowId = qualityMonthWorkflowId(taskId, month);
    const kept = known.get(workflowId) ?? readMonth(client, workflowId).catch(() => []);
    known.set(workflowId, kept);
    return kept;
  };
  return async (taskId, { startMs, endMs }) => {
    const months = monthsOf({ startMs: Math.max(0, startMs - MAX_WINDOW_MS), endMs });
    return (await Promise.all(months.map((month) => monthOf(taskId, month)))).flat();
  };
}

async function readMonth(client: () => Client, workflowId: string): Promise<KeptQuality[]> {
  const connected = client();
  return connected.withDeadline(Date.now() + ANSWER_WITHIN_MS, async () => {
    const found = await describeWorkflow(connected, workflowId);
    if (found?.status.name !== 'RUNNING') return [];
    const handle = connected.workflow.getHandle(workflowId);
    return unpackQuality(await handle.query<PackedQuality>(QUALITY_QUERIES.windows));
  });
}
