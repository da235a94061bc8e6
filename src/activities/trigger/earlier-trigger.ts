import { getClient } from '@temporalio/activity';
import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import type { FormerIntent } from '../../model/run/trigger/opened-trigger.js';
import { UNRESOLVED_MEMO } from '../../model/run/unresolved.js';
import type { UnresolvedTrigger } from '../../model/run/unresolved.js';
import type { TriggerMemo } from '../../model/run/trigger-memo.js';
import { unresolvedMarkWorkflowId } from '../../model/temporal/names.js';
import { describeWorkflow } from '../base/describe-workflow.js';
import { recordedTrigger } from './recorded-trigger.js';
import { failure } from '../base/failures.js';

/**
 * What the executions of a workflow that was reset recorded of its trigger; null if none of them got
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
  if (execution !== null) return recordedTrigger(client, execution);
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
  const query = executionsOf(workflowId);
  let found: TriggerMemo | null = null;
  for await (const execution of client.workflow.list({ query })) {
    if (!known.includes(execution.runId)) found = (await recordedTrigger(client, execution)) ?? found;
  }
  return found;
}

const executionsOf = (workflowId: string): string => `WorkflowId = '${workflowId.replaceAll("'", "\\'")}'`;

/** The trigger of the same intent before this one, if its fate was not settled; null if it was, or there is none. */
export async function unresolvedBefore(
  { key, formerIds }: FormerIntent,
  workflowId: string,
  runId: string,
): Promise<UnresolvedTrigger | null> {
  const client = getClient();
  const isMarked = (await describeWorkflow(client, unresolvedMarkWorkflowId(workflowId))) !== null;
  const left = isMarked ? leftBy(await executionBefore(client, workflowId, runId), key) : null;
  if (left !== null) return left;
  for (const formerId of formerIds) {
    const latest = await describeWorkflow(client, formerId);
    if (latest !== null) return leftBy(latest, key);
  }
  return null;
}

function leftBy(former: WorkflowExecutionDescription | null, key: string | null): UnresolvedTrigger | null {
  const left = former?.memo?.[UNRESOLVED_MEMO] as UnresolvedTrigger | null | undefined;
  return left?.key === key ? left : null;
}

/** The execution of a workflow before this one; null if none is kept, or the server does not list workflows. */
export async function executionBefore(
  client: Client,
  workflowId: string,
  runId: string,
): Promise<WorkflowExecutionDescription | null> {
  try {
    for await (const execution of client.workflow.list({ query: executionsOf(workflowId) }))
      if (execution.runId !== runId) return await describeWorkflow(client, workflowId, execution.runId);
    return null;
  } catch (error) {
    if (isUnimplemented(error)) return null;
    throw error;
  }
}

const UNIMPLEMENTED = 12;

const isUnimplemented = (error: unknown): boolean =>
  error instanceof Error && ((error.cause ?? error) as { code?: unknown }).code === UNIMPLEMENTED;
