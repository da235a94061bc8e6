import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import { describeIfAny } from '../workflow.js';
import { attemptWorkflowId, stepWorkflowId } from '../../model/temporal/names.js';

/** The child that makes an attempt (from 1) of a step, of this run of the pipeline; null where there is none (yet). */
export async function describeAttempt(
  client: Client,
  pipeline: WorkflowExecutionDescription,
  stepId: string,
  attempt: number,
): Promise<WorkflowExecutionDescription | null> {
  const workflowId = attemptWorkflowId(stepWorkflowId(pipeline.workflowId, stepId), attempt);
  const child = await describeIfAny(client, workflowId);
  // The same pipeline may have run before, with children of the same ids.
  return child !== null && (await isOf(client, pipeline, child)) ? child : null;
}

// A pipeline that went on in a new execution has children of the executions before; all have the same first one.
async function isOf(
  client: Client,
  pipeline: WorkflowExecutionDescription,
  child: WorkflowExecutionDescription,
): Promise<boolean> {
  const parent = child.parentExecution;
  if (parent?.runId === pipeline.runId) return true;
  if (parent?.workflowId !== pipeline.workflowId || typeof parent.runId !== 'string') return false;
  const first = firstRunIdOf(pipeline);
  if (first === pipeline.runId || first === '') return false;
  if (first === parent.runId) return true;
  const former = await describeIfAny(client, parent.workflowId, parent.runId);
  return former !== null && firstRunIdOf(former) === first;
}

const firstRunIdOf = ({ raw }: WorkflowExecutionDescription): string =>
  raw.workflowExecutionInfo?.firstRunId ?? '';
