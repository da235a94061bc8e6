import { Client } from '@temporalio/client';
import type { WorkflowExecutionInfo } from '@temporalio/client';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { UNREAD } from '../list.js';
import { describeIfAny } from '../workflow.js';

/** Workflows whose children are parts of them. A firing is not one: what a schedule runs is listed by itself. */
const WITH_PARTS: ReadonlySet<string> = new Set([
  WORKFLOWS.runPipeline,
  WORKFLOWS.runFanOut,
  WORKFLOWS.runBackfill,
  WORKFLOWS.runTask,
]);

/**
 * Tells whether a workflow is part of a pipeline or a backfill. What somebody's own workflow calls is not, and neither is
 * a workflow whose parent Temporal no longer knows. Each parent is asked for once.
 */
export function isStepOfOurs({
  connection,
  options: { namespace },
}: Client): (execution: Pick<WorkflowExecutionInfo, 'parentExecution'>) => Promise<boolean> {
  // A parent whose memo is encrypted with a key that is not here still has a type.
  const unread = new Client({ connection, namespace, dataConverter: UNREAD });
  const asked = new Map<string, Promise<boolean>>();
  const hasParts = async (workflowId: string, runId: string): Promise<boolean> =>
    WITH_PARTS.has((await describeIfAny(unread, workflowId, runId))?.type ?? '');
  return async ({ parentExecution }) => {
    const { workflowId, runId } = parentExecution ?? {};
    if (typeof workflowId !== 'string' || typeof runId !== 'string') return false;
    const answer = asked.get(runId) ?? hasParts(workflowId, runId);
    asked.set(runId, answer);
    return answer;
  };
}
