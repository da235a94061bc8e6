import type { Place } from '../../commands/session/session.js';

interface DescribedLedger {
  isAlive: boolean;
  /** Its first execution (Temporal run ID). */
  begunAs: string;
}

/** How a workflow of a ledger is; null where Temporal does not know it. */
export async function describeLedger({ client }: Place, workflowId: string): Promise<DescribedLedger | null> {
  try {
    const { status, raw } = await client.workflow.getHandle(workflowId).describe();
    return { isAlive: status.name === 'RUNNING', begunAs: raw.workflowExecutionInfo?.firstRunId ?? '' };
  } catch (error) {
    if (error instanceof Error && error.name === 'WorkflowNotFoundError') return null;
    throw error;
  }
}
