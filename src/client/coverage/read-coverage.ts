import type { Client } from '@temporalio/client';
import { COVERAGE_QUERIES } from '../../model/coverage/coverage-messages.js';
import type { CoverageIndex } from '../../model/coverage/coverage-messages.js';
import { monthsOver } from '../../model/coverage/coverage-index.js';
import type { CoverageEntry } from '../../model/coverage/coverage.js';
import type { Interval } from '../../model/time/interval.js';
import { coverageMonthWorkflowId, coverageWorkflowId } from '../../model/temporal/names.js';
import { unpackCoverage } from '../../model/coverage/pack-coverage.js';
import type { PackedCoverage } from '../../model/coverage/pack-coverage.js';
import { queryWorkflow } from '../query.js';
import { inParallel } from '../in-parallel.js';
import { describeLedger } from './describe-ledger.js';

/** Each answer may have a megabyte. */
const AT_ONCE = 4;

/**
 * What is known of a task's runs (by its ID) whose windows overlap a range (null: all), by when they start. Empty if nothing
 * is known.
 * @throws {@link NoWorkerError} within half a minute: a worker has to answer
 */
export async function readCoverage(
  client: Client,
  taskId: string,
  range: Interval | null = null,
): Promise<CoverageEntry[]> {
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
