import type { Client } from '@temporalio/client';
import type { HeldTurn } from '../../model/run/turn.js';

/** Ends the execution that stands for a turn, and no other one; false if it had ended. */
export async function endTurn(
  client: Client,
  { workflowId, executionId }: HeldTurn,
  why: string,
): Promise<boolean> {
  try {
    await client.workflow.getHandle(workflowId, executionId).terminate(why);
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'WorkflowNotFoundError') return false;
    throw error;
  }
}
