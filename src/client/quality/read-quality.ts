import type { Client } from '@temporalio/client';
import type { KeptQuality } from '../../model/quality/kept/kept-quality.js';
import { unpackQuality } from '../../model/quality/kept/pack-quality.js';
import type { PackedQuality } from '../../model/quality/kept/pack-quality.js';
import { QUALITY_QUERIES } from '../../model/quality/kept/quality-messages.js';
import { qualityMonthWorkflowId } from '../../model/temporal/names.js';
import { intervalOf } from '../../model/time/interval.js';
import type { Interval, TimeRange } from '../../model/time/interval.js';
import { monthsOf } from '../../model/time/month.js';
import { MAX_WINDOW_MS } from '../../model/time/window.js';
import { inParallel } from '../in-parallel.js';
import { queryWorkflow } from '../query.js';
import { describeIfAny } from '../workflow.js';

/** Each answer may have a megabyte. */
const AT_ONCE = 4;

/**
 * What is kept of the evaluations of a task (by its ID) in windows that overlap a range, by when they start. It reads no spans.
 * Windows may overlap, if they were run or read more than once; empty if nothing is known.
 * @throws {@link NoWorkerError} within half a minute: a worker has to answer; RangeError if the range is none
 */
export async function readQuality(
  client: Client,
  taskId: string,
  given: Interval | TimeRange,
): Promise<KeptQuality[]> {
  const range = intervalOf(given);
  const months = monthsOf({ ...range, startMs: Math.max(0, range.startMs - MAX_WINDOW_MS) });
  const kept = await inParallel(AT_ONCE, months, (month) => readMonth(client, taskId, month));
  return kept
    .flat()
    .filter(({ startMs, endMs }) => startMs < range.endMs && endMs > range.startMs)
    .sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
}

async function readMonth(client: Client, taskId: string, month: string): Promise<KeptQuality[]> {
  const workflowId = qualityMonthWorkflowId(taskId, month);
  const found = await describeIfAny(client, workflowId);
  if (found?.status.name !== 'RUNNING') return [];
  return unpackQuality(await queryWorkflow<PackedQuality>(client, workflowId, QUALITY_QUERIES.windows));
}
