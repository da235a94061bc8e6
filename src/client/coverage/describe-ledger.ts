import type { Client } from '@temporalio/client';
import { lostMonths } from '../../model/coverage/coverage-index.js';
import { COVERAGE_QUERIES } from '../../model/coverage/coverage-messages.js';
import type { CoverageIndex } from '../../model/coverage/coverage-messages.js';
import { coverageMonthWorkflowId, coverageWorkflowId } from '../../model/temporal/names.js';
import { inParallel } from '../in-parallel.js';
import { describeIfAny } from '../workflow.js';
import { queryWorkflow } from '../query.js';

const AT_ONCE = 8;

interface DescribedLedger {
  isAlive: boolean;
  /** Its first execution (Temporal run ID). */
  begunAs: string;
}

/** The state of a workflow of a ledger; null if Temporal does not know it. */
export async function describeLedger(client: Client, workflowId: string): Promise<DescribedLedger | null> {
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
  const living = await inParallel(AT_ONCE, index.months, async (month) => {
    const ledger = await describeLedger(client, coverageMonthWorkflowId(taskId, month));
    return [month, ledger?.isAlive === true ? ledger.begunAs : null] as const;
  });
  return lostMonths(index, Object.fromEntries(living));
}
