import type { Client, WorkflowExecutionDescription } from '@temporalio/client';

/** A workflow as Temporal knows it, by its newest execution unless `runId` says which; null if it is not kept. */
export async function describeWorkflow(
  client: Client,
  workflowId: string,
  runId?: string,
): Promise<WorkflowExecutionDescription | null> {
  try {
    return await client.workflow.getHandle(workflowId, runId).describe();
  } catch (error) {
    if (error instanceof Error && error.name === 'WorkflowNotFoundError') return null;
    throw error;
  }
}
