import { activityInfo } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { COVERAGE_QUERIES, COVERAGE_SIGNALS } from '../../model/coverage/coverage-messages.js';
import type { CoverageIndex, NoteCoverage } from '../../model/coverage/coverage-messages.js';
import { byMonth, monthsOver } from '../../model/time/month.js';
import type { CoverageEntry } from '../../model/coverage/coverage.js';
import { unpackCoverage } from '../../model/coverage/pack-coverage.js';
import type { PackedCoverage } from '../../model/coverage/pack-coverage.js';
import type { Interval } from '../../model/time/interval.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { isCoverageEntry } from '../../model/coverage/coverage-entry.js';
import { coverageMonthWorkflowId, coverageWorkflowId } from '../../model/temporal/names.js';
import { askWorkflow } from '../base/move-workflow.js';
import { describeWorkflow } from '../base/describe-workflow.js';

/** Of one signal: some 200 kB. */
const MAX_ENTRIES = 1000;

/**
 * Gives entries to the ledger of a task, which is started where there is none. The entries first: a reader finds them by
 * the month, and an attempt that dies in between is made again.
 */
export async function recordEntries(
  client: Client,
  taskId: string,
  entries: readonly CoverageEntry[],
): Promise<void> {
  const months = byMonth(entries.filter(isCoverageEntry));
  if (months.size === 0) return;
  for (const [month, its] of months)
    for (let at = 0; at < its.length; at += MAX_ENTRIES)
      await recordInMonth(client, taskId, month, its.slice(at, at + MAX_ENTRIES));
  await noteInLedger(client, { taskId, months: [...months.keys()] });
}

/** Tells the ledger of a task something of itself. */
export async function noteInLedger(client: Client, note: NoteCoverage): Promise<void> {
  await client.workflow.signalWithStart(WORKFLOWS.keepCoverage, {
    workflowId: coverageWorkflowId(note.taskId),
    taskQueue: activityInfo().taskQueue,
    args: [{ taskId: note.taskId }],
    signal: COVERAGE_SIGNALS.note,
    signalArgs: [note],
    staticSummary: 'coverage of a task',
  });
}

/** Gives entries to the ledger of a month, which is started where there is none, also by no entries. */
export async function recordInMonth(
  client: Client,
  taskId: string,
  month: string,
  entries: readonly CoverageEntry[],
): Promise<void> {
  await client.workflow.signalWithStart(WORKFLOWS.keepCoverageMonth, {
    workflowId: coverageMonthWorkflowId(taskId, month),
    taskQueue: activityInfo().taskQueue,
    args: [{ taskId, month }],
    signal: COVERAGE_SIGNALS.record,
    signalArgs: [{ taskId, entries }],
    staticSummary: `coverage of a task in ${month}`,
  });
}

/** The entries of a task's ledger whose windows overlap a range, by when they start. */
export async function readEntries(client: Client, taskId: string, range: Interval): Promise<CoverageEntry[]> {
  const index = await readIndex(client, taskId);
  const entries: CoverageEntry[] = [];
  for (const month of monthsOver(index?.months ?? [], range)) {
    const description = await describeWorkflow(client, coverageMonthWorkflowId(taskId, month));
    if (description?.status.name !== 'RUNNING') continue;
    const packed = await askWorkflow<PackedCoverage>(client, description, COVERAGE_QUERIES.entries);
    entries.push(...unpackCoverage(packed));
  }
  return entries
    .filter(({ startMs, endMs }) => startMs < range.endMs && endMs > range.startMs)
    .sort((a, b) => a.startMs - b.startMs);
}

/** What the ledger of a task knows of itself; null if there is none, or none that lives. */
export async function readIndex(client: Client, taskId: string): Promise<CoverageIndex | null> {
  const workflowId = coverageWorkflowId(taskId);
  const description = await describeWorkflow(client, workflowId);
  if (description?.status.name !== 'RUNNING') return null;
  return askWorkflow<CoverageIndex>(client, description, COVERAGE_QUERIES.index);
}
