import { keepCoverageProblem } from '../../model/coverage/coverage-index.js';
import { condition, defineQuery, defineSignal, setHandler, workflowInfo } from '@temporalio/workflow';
import { noteInIndex, noteProblem, openIndex } from '../../model/coverage/coverage-index.js';
import { COVERAGE_QUERIES, COVERAGE_SIGNALS } from '../../model/coverage/coverage-messages.js';
import type {
  CoverageIndex,
  KeepCoverageInput,
  NoteCoverage,
} from '../../model/coverage/coverage-messages.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { continueAsNew } from '../shared/continue-as-new.js';
import { warnIgnored } from '../shared/updates.js';
import { requireInput, requireOwn } from '../shared/require-input.js';

const note = defineSignal<[NoteCoverage]>(COVERAGE_SIGNALS.note);
const index = defineQuery<CoverageIndex>(COVERAGE_QUERIES.index);

/**
 * The ledger of a task (design/coverage.md): which months have entries, and up to where the service's list of runs was read.
 * Lives, continuing as new, until it is cancelled or terminated.
 */
export async function keepCoverage(input: KeepCoverageInput): Promise<never> {
  requireOwn(WORKFLOWS.keepCoverage);
  requireInput(WORKFLOWS.keepCoverage, keepCoverageProblem(input));
  const { taskId, resume } = input;
  let known = openIndex(resume);
  setHandler(note, (news) => {
    warnIgnored(COVERAGE_SIGNALS.note, noteProblem(taskId, news));
    known = noteInIndex(known, taskId, news);
  });
  setHandler(index, () => known);
  // Signals are handled before this is looked at. One that arrives later makes the server refuse the end: it is tried again.
  await condition(() => workflowInfo().continueAsNewSuggested);
  return continueAsNew<typeof keepCoverage>({ taskId, resume: known });
}
