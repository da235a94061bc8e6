import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';

/** Resets a workflow to its nth completed workflow task, and returns a handle to the new execution. */
export async function resetWorkflow(
  { connection, client, namespace }: Pick<TestWorkflowEnvironment, 'connection' | 'client' | 'namespace'>,
  handle: WorkflowHandle,
  nthTask: number,
): Promise<WorkflowHandle> {
  const { events } = await handle.fetchHistory();
  const completed = (events ?? []).filter((event) => event.workflowTaskCompletedEventAttributes);
  const workflowTaskFinishEventId = completed[nthTask - 1]?.eventId;
  if (workflowTaskFinishEventId === null || workflowTaskFinishEventId === undefined)
    throw new Error('no such workflow task');
  const { runId } = await connection.workflowService.resetWorkflowExecution({
    namespace: namespace ?? 'default',
    workflowExecution: { workflowId: handle.workflowId },
    reason: 'test',
    workflowTaskFinishEventId,
    requestId: randomUUID(),
  });
  return client.workflow.getHandle(handle.workflowId, runId);
}
