import { getClient, log } from '@temporalio/activity';
import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import { stillMs } from '../../model/run/movement.js';
import type { Movement } from '../../model/run/movement.js';
import { MAX_STALLED, STALLED_SIGNAL } from '../../model/run/notices/stall-notice.js';
import type { StalledRun } from '../../model/run/notices/stall-notice.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { describeWorkflow } from '../base/describe-workflow.js';

/** A run that stands still, and the execution that waits for it. */
export interface WaitedStall {
  movement: Movement;
  workflowId: string;
  executionId: string;
}

/**
 * Tells of runs that stand still the workflow that a person or a schedule started: of those that wait for the runs, and their
 * parents, the last one that is ours. Whatever fails here is logged, and no look fails for it.
 */
export async function tellStalls(stalls: readonly WaitedStall[]): Promise<void> {
  for (const executionId of new Set(stalls.map((stall) => stall.executionId)))
    await tellGroup(stalls.filter((stall) => stall.executionId === executionId));
}

async function tellGroup(stalls: readonly WaitedStall[]): Promise<void> {
  const [first] = stalls;
  if (first === undefined) return;
  const client = getClient();
  try {
    const teller = await topmost(client, first);
    const runs = stalls.slice(0, MAX_STALLED).map(({ movement }) => stalledRun(movement));
    await client.workflow.getHandle(teller.workflowId, teller.executionId).signal(STALLED_SIGNAL, runs);
  } catch (error) {
    log.warn('a workflow was not told that runs are stalled', {
      workflowId: first.workflowId,
      error: String(error),
    });
  }
}

const stalledRun = (movement: Movement): StalledRun => {
  const { runId, status, counts } = movement;
  return { runId, status, counts, stillMs: stillMs(movement) };
};

/** Without `executionId` the newest execution: a parent that was reset has another one. */
interface Execution {
  workflowId: string;
  executionId?: string;
}

/** Deeper than any workflow of ours lies. */
const MAX_DEPTH = 6;

async function topmost(client: Client, waiting: Execution): Promise<Execution> {
  let found = waiting;
  let next: Execution | null = waiting;
  for (let depth = 0; next !== null && depth < MAX_DEPTH; depth++) {
    const description = await describeWorkflow(client, next.workflowId, next.executionId);
    if (description === null || !isOurs(description)) break;
    found = next;
    next = parentOf(description);
  }
  return found;
}

const OURS: ReadonlySet<string> = new Set(Object.values(WORKFLOWS));

const isOurs = ({ type }: WorkflowExecutionDescription): boolean => OURS.has(type);

const parentOf = ({ parentExecution }: WorkflowExecutionDescription): Execution | null =>
  parentExecution === undefined ? null : { workflowId: parentExecution.workflowId ?? '' };
