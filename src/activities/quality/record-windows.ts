import { activityInfo } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import type { KeptQuality } from '../../model/quality/kept/kept-quality.js';
import { openQuality, packQualityLedger, recordInQuality } from '../../model/quality/kept/quality-ledger.js';
import { QUALITY_QUERIES, QUALITY_SIGNALS } from '../../model/quality/kept/quality-messages.js';
import type { KeepQualityMonthInput } from '../../model/quality/kept/quality-messages.js';
import { qualityMonthWorkflowId } from '../../model/temporal/names.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { byMonth } from '../../model/time/month.js';
import { isAbandoned, moveHere } from '../base/move-workflow.js';
import type { Given } from '../base/move-workflow.js';
import { describeWorkflow } from '../base/describe-workflow.js';

/** Gives what was read of windows to the months of a task, which are started where there are none. */
export async function recordWindows(
  client: Client,
  taskId: string,
  windows: readonly KeptQuality[],
): Promise<void> {
  for (const [month, its] of byMonth(windows)) {
    const staticSummary = `quality of a task in ${month}`;
    await followWorker(client, qualityMonthWorkflowId(taskId, month), staticSummary);
    await client.workflow.signalWithStart(WORKFLOWS.keepQualityMonth, {
      workflowId: qualityMonthWorkflowId(taskId, month),
      taskQueue: activityInfo().taskQueue,
      args: [{ taskId, month }],
      signal: QUALITY_SIGNALS.record,
      signalArgs: [{ taskId, windows: its }],
      staticSummary,
    });
  }
}

/** Moves a month whose task queue no worker polls any more to this worker's. */
async function followWorker(client: Client, workflowId: string, summary: string): Promise<void> {
  const found = await describeWorkflow(client, workflowId);
  if (found?.status.name !== 'RUNNING') return;
  const ask = () => client.workflow.getHandle(workflowId).query(QUALITY_QUERIES.windows);
  if (await isAbandoned(client, found, ask))
    await moveHere(client, WORKFLOWS.keepQualityMonth, found, resumed, summary);
}

function resumed({ input, signals }: Given<KeepQualityMonthInput>): KeepQualityMonthInput {
  const { taskId, month, resume } = input;
  const ledger = openQuality(resume);
  for (const { name, argument } of signals)
    if (name === QUALITY_SIGNALS.record) recordInQuality(ledger, { taskId, month }, argument);
  return { taskId, month, resume: packQualityLedger(ledger) };
}
