import { condition, defineQuery, defineSignal, setHandler, workflowInfo } from '@temporalio/workflow';
import { noteInIndex, openIndex } from '../../model/coverage/coverage-index.js';
import { COVERAGE_QUERIES, COVERAGE_SIGNALS } from '../../model/coverage/coverage-messages.js';
import type {
  CoverageIndex,
  KeepCoverageInput,
  NoteCoverage,
} from '../../model/coverage/coverage-messages.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { goOn } from '../shared/go-on.js';
import { requireOwn } from '../shared/require-own.js';

const note = defineSignal<[NoteCoverage]>(COVERAGE_SIGNALS.note);
const index = defineQuery<CoverageIndex>(COVERAGE_QUERIES.index);

/**
 * The ledger of a task (design/coverage.md): which months have entries, and up to where the service's list of runs was read.
 * Lives, going on in new executions, until it is cancelled or terminated.
 */
export async function keepCoverage({ taskId, resume }: KeepCoverageInput): Promise<never> {
  requireOwn(WORKFLOWS.keepCoverage);
  let known = openIndex(resume);
  setHandler(note, (news) => {
    known = noteInIndex(known, taskId, news);
  });
  setHandler(index, () => known);
  // Signals are handled before this is looked at. One that arrives later makes the server refuse the end: it is tried again.
  await condition(() => workflowInfo().continueAsNewSuggested);
  return goOn<typeof keepCoverage>({ taskId, resume: known });
}
