import { condition, defineQuery, defineSignal, setHandler, workflowInfo } from '@temporalio/workflow';
import type { PackedQuality } from '../../model/quality/kept/pack-quality.js';
import {
  openQuality,
  packQualityLedger,
  recordInQuality,
  recordQualityProblem,
} from '../../model/quality/kept/quality-ledger.js';
import {
  QUALITY_QUERIES,
  QUALITY_SIGNALS,
  keepQualityMonthProblem,
} from '../../model/quality/kept/quality-messages.js';
import type { KeepQualityMonthInput, RecordQuality } from '../../model/quality/kept/quality-messages.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { continueAsNew } from '../shared/continue-as-new.js';
import { requireInput, requireOwn } from '../shared/require-input.js';
import { warnIgnored } from '../shared/updates.js';

const record = defineSignal<[RecordQuality]>(QUALITY_SIGNALS.record);
const windows = defineQuery<PackedQuality>(QUALITY_QUERIES.windows);

/**
 * What the evaluations of a task said in the windows that begin in one month (design/quality.md). Lives, continuing as new,
 * until it is cancelled or terminated.
 */
export async function keepQualityMonth(input: KeepQualityMonthInput): Promise<never> {
  requireOwn(WORKFLOWS.keepQualityMonth);
  requireInput(WORKFLOWS.keepQualityMonth, keepQualityMonthProblem(input));
  const { taskId, month, resume } = input;
  const ledger = openQuality(resume);
  setHandler(record, (request) => {
    warnIgnored(QUALITY_SIGNALS.record, recordQualityProblem({ taskId, month }, request));
    recordInQuality(ledger, { taskId, month }, request);
  });
  setHandler(windows, () => packQualityLedger(ledger));
  // Signals are handled before this is looked at. One that arrives later makes the server refuse the end: it is tried again.
  await condition(() => workflowInfo().continueAsNewSuggested);
  return continueAsNew<typeof keepQualityMonth>({ taskId, month, resume: packQualityLedger(ledger) });
}
