import type { Client } from '@temporalio/client';
import type { LivingMonths } from '../../model/coverage/coverage-index.js';
import { coverageMonthWorkflowId } from '../../model/temporal/names.js';
import { describeWorkflow } from '../base/describe-workflow.js';

/** Which ledgers of months live. */
export async function livingMonths(
  client: Client,
  taskId: string,
  months: readonly string[],
): Promise<LivingMonths> {
  const living: LivingMonths = {};
  for (const month of months) {
    const description = await describeWorkflow(client, coverageMonthWorkflowId(taskId, month));
    const isAlive = description?.status.name === 'RUNNING';
    living[month] = isAlive ? (description.raw.workflowExecutionInfo?.firstRunId ?? '') : null;
  }
  return living;
}
