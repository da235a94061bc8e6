import type { Client } from '@temporalio/client';
import { noteInIndex, openIndex } from '../../model/coverage/coverage-index.js';
import { openLedger, packLedger, recordInLedger } from '../../model/coverage/coverage-ledger.js';
import { COVERAGE_QUERIES, COVERAGE_SIGNALS } from '../../model/coverage/coverage-messages.js';
import type {
  CoverageIndex,
  KeepCoverageInput,
  KeepCoverageMonthInput,
} from '../../model/coverage/coverage-messages.js';
import { coverageMonthWorkflowId, coverageWorkflowId } from '../../model/temporal/names.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { isAbandoned, moveHere } from '../base/move-workflow.js';
import type { Found, Given } from '../base/move-workflow.js';
import { describeWorkflow } from '../base/describe-workflow.js';
import { noteInLedger, readIndex } from './ledger.js';

/**
 * Moves what no worker polls of a task's ledger to this worker's task queue (design/coverage.md), and returns its index;
 * null if there is none that lives. A month that was moved and not noted, since the worker died in between, counts as lost.
 */
export async function moveLedger(client: Client, taskId: string): Promise<CoverageIndex | null> {
  const isLeft = abandonment(client);
  const root = await findLiving(client, coverageWorkflowId(taskId));
  if (root === null) return null;
  if (await isLeft(root, COVERAGE_QUERIES.index))
    await moveHere(client, WORKFLOWS.keepCoverage, root, resumeIndex, 'coverage of a task');
  const index = await readIndex(client, taskId);
  if (index === null) return null;
  const begunAs: Record<string, string> = {};
  for (const month of index.months) {
    const found = await findLiving(client, coverageMonthWorkflowId(taskId, month));
    if (found === null || !(await isLeft(found, COVERAGE_QUERIES.entries))) continue;
    const summary = `coverage of a task in ${month}`;
    begunAs[month] = await moveHere(client, WORKFLOWS.keepCoverageMonth, found, resumeMonth, summary);
    await noteInLedger(client, { taskId, begunAs: { [month]: begunAs[month] } });
  }
  return { ...index, begunAs: { ...index.begunAs, ...begunAs } };
}

async function findLiving(client: Client, workflowId: string): Promise<Found | null> {
  const found = await describeWorkflow(client, workflowId);
  return found?.status.name === 'RUNNING' ? found : null;
}

/** Asks once for each task queue: a ledger has many workflows on it. */
function abandonment(client: Client): (found: Found, query: string) => Promise<boolean> {
  const known = new Map<string, Promise<boolean>>();
  return (found, query) => {
    const ask = () => client.workflow.getHandle(found.workflowId).query(query);
    const answer = known.get(found.taskQueue) ?? isAbandoned(client, found, ask);
    known.set(found.taskQueue, answer);
    return answer;
  };
}

function resumeIndex({ input: { taskId, resume }, signals }: Given<KeepCoverageInput>): KeepCoverageInput {
  const notes = signals.filter(({ name }) => name === COVERAGE_SIGNALS.note);
  const index = notes.reduce(
    (known, { argument }) => noteInIndex(known, taskId, argument),
    openIndex(resume),
  );
  return { taskId, resume: index };
}

function resumeMonth({ input, signals }: Given<KeepCoverageMonthInput>): KeepCoverageMonthInput {
  const { taskId, month, resume } = input;
  const ledger = openLedger(resume);
  for (const { name, argument } of signals)
    if (name === COVERAGE_SIGNALS.record) recordInLedger(ledger, { taskId, month }, argument);
  return { taskId, month, resume: packLedger(ledger) };
}
