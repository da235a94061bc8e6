import { getClient } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { TRIGGER_MEMO } from '../../model/run/trigger-memo.js';
import type { TriggerMemo } from '../../model/run/trigger-memo.js';
import { describeWorkflow } from './describe-workflow.js';
import { failure } from '../base/failures.js';

/**
 * What the executions of a workflow that was reset recorded of its trigger, in their memos; null if none of them got
 * as far as a fence. Fails as `TriggerUnresolved` if the first of them is no longer kept.
 */
export async function earlierTrigger(
  workflowId: string,
  originalRunId: string,
  runId: string,
): Promise<TriggerMemo | null> {
  const client = getClient();
  const first = await recordOf(client, workflowId, originalRunId);
  return first ?? (await recordBetween(client, workflowId, [originalRunId, runId]));
}

async function recordOf(client: Client, workflowId: string, runId: string): Promise<TriggerMemo | null> {
  const execution = await describeWorkflow(client, workflowId, runId);
  if (execution !== null) return readRecord(execution.memo);
  throw failure(
    'TriggerUnresolved',
    `workflow ${workflowId} was reset, and Temporal no longer keeps its execution ${runId}: whether it triggered a run ` +
      'cannot be known; look with list-runs, and start anew',
  );
}

// A workflow can be reset more than once, from an execution that was itself made by a reset.
async function recordBetween(
  client: Client,
  workflowId: string,
  known: string[],
): Promise<TriggerMemo | null> {
  const query = `WorkflowId = '${workflowId.replaceAll("'", "\\'")}'`;
  let found: TriggerMemo | null = null;
  for await (const { runId, memo } of client.workflow.list({ query })) {
    if (!known.includes(runId)) found = readRecord(memo) ?? found;
  }
  return found;
}

const readRecord = (memo: Record<string, unknown> | undefined): TriggerMemo | null =>
  (memo?.[TRIGGER_MEMO] as TriggerMemo | undefined) ?? null;
