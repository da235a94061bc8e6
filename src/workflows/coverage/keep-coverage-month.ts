import { keepCoverageMonthProblem } from '../../model/coverage/coverage-index.js';
import { condition, defineQuery, defineSignal, setHandler, workflowInfo } from '@temporalio/workflow';
import { COVERAGE_QUERIES, COVERAGE_SIGNALS } from '../../model/coverage/coverage-messages.js';
import type { KeepCoverageMonthInput } from '../../model/coverage/coverage-messages.js';
import {
  openLedger,
  packLedger,
  recordInLedger,
  recordProblem,
} from '../../model/coverage/coverage-ledger.js';
import type { RecordCoverage } from '../../model/coverage/coverage.js';
import type { PackedCoverage } from '../../model/coverage/pack-coverage.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { continueAsNew } from '../shared/continue-as-new.js';
import { warnIgnored } from '../shared/updates.js';
import { requireInput, requireOwn } from '../shared/require-input.js';

const record = defineSignal<[RecordCoverage]>(COVERAGE_SIGNALS.record);
const entries = defineQuery<PackedCoverage>(COVERAGE_QUERIES.entries);

/**
 * The runs of a task whose windows begin in one month (design/coverage.md). Lives, continuing as new, until it is
 * cancelled or terminated.
 */
export async function keepCoverageMonth(input: KeepCoverageMonthInput): Promise<never> {
  requireOwn(WORKFLOWS.keepCoverageMonth);
  requireInput(WORKFLOWS.keepCoverageMonth, keepCoverageMonthProblem(input));
  const { taskId, month, resume } = input;
  const ledger = openLedger(resume);
  setHandler(record, (request) => {
    warnIgnored(COVERAGE_SIGNALS.record, recordProblem({ taskId, month }, request));
    recordInLedger(ledger, { taskId, month }, request);
  });
  setHandler(entries, () => packLedger(ledger));
  // As in `keepCoverage`.
  await condition(() => workflowInfo().continueAsNewSuggested);
  return continueAsNew<typeof keepCoverageMonth>({ taskId, month, resume: packLedger(ledger) });
}
