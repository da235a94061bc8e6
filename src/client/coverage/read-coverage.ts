import type { Client } from '@temporalio/client';
import { COVERAGE_QUERIES } from '../../model/coverage/coverage-messages.js';
import type { CoverageIndex } from '../../model/coverage/coverage-messages.js';
import { lostMonths } from '../../model/coverage/coverage-index.js';
import type { CoverageEntry } from '../../model/coverage/coverage.js';
import { intervalOf } from '../../model/time/interval.js';
import type { Interval, TimeRange } from '../../model/time/interval.js';
import { monthsOver } from '../../model/time/month.js';
import { coverageMonthWorkflowId, coverageWorkflowId } from '../../model/temporal/names.js';
import { unpackCoverage } from '../../model/coverage/pack-coverage.js';
import type { PackedCoverage } from '../../model/coverage/pack-coverage.js';
import { queryWorkflow } from '../query.js';
import { inParallel } from '../in-parallel.js';
import { describeIfAny } from '../workflow.js';

/** Each answer may have a megabyte. */
const AT_ONCE = 4;
const DESCRIBED_AT_ONCE = 8;

/**
 * What is known of a task's runs (by its ID) whose windows overlap a range (null: all), by when they start. Empty if nothing
 * is known.
 * @throws {@link NoWorkerError} within half a minute: a worker has to answer; RangeError if the range is none
 */
export async function readCoverage(
  client: Client,
  taskId: string,
  given: Interval | TimeRange | null = null,
): Promise<CoverageEntry[]> {
  const range = given === null ? null : intervalOf(given);
  const root = await describeLedger(client, coverageWorkflowId(taskId));
  if (root?.isAlive !== true) return [];
  const index = await queryWorkflow<CoverageIndex>(
    client,
    coverageWorkflowId(taskId),
    COVERAGE_QUERIES.index,
  );
  const months = range === null ? index.months : monthsOver(index.months, range);
  const packed = await inParallel(AT_ONCE, months, (month) =>
    queryWorkflow<PackedCoverage>(client, coverageMonthWorkflowId(taskId, month), COVERAGE_QUERIES.entries),
  );
  return packed
    .flatMap(unpackCoverage)
    .filter(({ startMs, endMs }) => range === null || (startMs < range.endMs && endMs > range.startMs))
    .sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
}

interface DescribedLedger {
  isAlive: boolean;
  /** Its first execution (Temporal run ID). */
  begunAs: string;
}

/** The state of a workflow of a ledger; null if Temporal does not know it. */
async function describeLedger(client: Client, workflowId: string): Promise<DescribedLedger | null> {
  const found = await describeIfAny(client, workflowId);
  if (found === null) return null;
  const { status, raw } = found;
  return { isAlive: status.name === 'RUNNING', begunAs: raw.workflowExecutionInfo?.firstRunId ?? '' };
}

/** The months of which a task's ledger has lost what it held; `all` if the ledger itself was ended. */
export async function lostCoverage(client: Client, taskId: string): Promise<readonly string[] | 'all'> {
  const root = await describeLedger(client, coverageWorkflowId(taskId));
  if (root === null) return [];
  if (!root.isAlive) return 'all';
  const index = await queryWorkflow<CoverageIndex>(
    client,
    coverageWorkflowId(taskId),
    COVERAGE_QUERIES.index,
  );
  const living = await inParallel(DESCRIBED_AT_ONCE, index.months, async (month) => {
    const ledger = await describeLedger(client, coverageMonthWorkflowId(taskId, month));
    return [month, ledger?.isAlive === true ? ledger.begunAs : null] as const;
  });
  return lostMonths(index, Object.fromEntries(living));
}
