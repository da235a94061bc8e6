import { COVERAGE_QUERIES } from '../../model/coverage/coverage-messages.js';
import type { CoverageIndex } from '../../model/coverage/coverage-messages.js';
import { monthsOver } from '../../model/coverage/coverage-index.js';
import type { CoverageEntry } from '../../model/coverage/coverage.js';
import type { Interval } from '../../model/time/interval.js';
import { coverageMonthWorkflowId, coverageWorkflowId } from '../../model/temporal/names.js';
import { unpackCoverage } from '../../model/coverage/pack-coverage.js';
import type { PackedCoverage } from '../../model/coverage/pack-coverage.js';
import { queryWorkflow } from '../query.js';
import type { Place } from '../../commands/session/session.js';
import { inParallel } from '../in-parallel.js';
import { describeLedger } from './describe-ledger.js';

/** Each answer may have a megabyte. */
const AT_ONCE = 4;

/**
 * The entries of a task's ledger whose windows overlap a range (null: all), by when they begin. Empty where there is no ledger.
 * @throws CliError `NoWorker`: the ledger's workflows answer by a worker
 */
export async function readCoverage(
  session: Place,
  taskId: string,
  range: Interval | null,
): Promise<CoverageEntry[]> {
  const root = await describeLedger(session, coverageWorkflowId(taskId));
  if (root?.isAlive !== true) return [];
  const index = await queryWorkflow<CoverageIndex>(
    session,
    coverageWorkflowId(taskId),
    COVERAGE_QUERIES.index,
  );
  const months = range === null ? index.months : monthsOver(index.months, range);
  const packed = await inParallel(AT_ONCE, months, (month) =>
    queryWorkflow<PackedCoverage>(session, coverageMonthWorkflowId(taskId, month), COVERAGE_QUERIES.entries),
  );
  return packed
    .flatMap(unpackCoverage)
    .filter(({ startMs, endMs }) => range === null || (startMs < range.endMs && endMs > range.startMs))
    .sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
}
