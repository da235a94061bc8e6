import type { Client } from '@temporalio/client';
import { CLAIM_UPDATE, isHeld } from '../../model/backfill/backfill-claims.js';
import type {
  BackfillClaim,
  ClaimAnswer,
  ClaimRequest,
  GrantedClaim,
} from '../../model/backfill/backfill-claims.js';
import { DEFAULT_TASK_QUEUE, backfillsWorkflowId } from '../../model/temporal/names.js';
import { PRIORITIES } from '../../model/temporal/priorities.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import type { StartOptions } from '../start.js';
import { sendUpdate } from '../update.js';

/** A claim that was granted, to be given back if nothing is started; or the one that is in the way. */
export type Claimed = { release: () => Promise<unknown> } | { conflict: GrantedClaim };

/**
 * Claims time of a task for a backfill, by the workflow that grants such claims one after another: of several that overlap,
 * whenever they come, one is granted. A claim ends with the backfill.
 * @throws {@link NoWorkerError}
 */
export async function claimRange(
  client: Client,
  taskId: string,
  claim: BackfillClaim,
  options: StartOptions,
): Promise<Claimed> {
  const ask = await asker(client, taskId, options);
  for (let over: number[] = []; ;) {
    const { granted, conflicts, nowMs } = await ask({ claim, over });
    if (granted !== null) return { release: () => ask({ claim: null, over: [granted.number] }) };
    const held = await Promise.all(conflicts.map((other) => isStillHeld(client, other, nowMs)));
    const conflict = conflicts.find((_other, at) => held[at]);
    if (conflict !== undefined) return { conflict };
    over = conflicts.map(({ number }) => number);
  }
}

async function asker(
  client: Client,
  taskId: string,
  { taskQueue = DEFAULT_TASK_QUEUE }: StartOptions,
): Promise<(request: ClaimRequest) => Promise<ClaimAnswer>> {
  const handle = await client.workflow.start(WORKFLOWS.keepBackfills, {
    workflowId: backfillsWorkflowId(taskId),
    taskQueue,
    args: [{ taskId }],
    workflowIdConflictPolicy: 'USE_EXISTING',
    staticSummary: 'backfills of a task, one at a time over the same time',
    // Commands wait for its answers.
    priority: { priorityKey: PRIORITIES.interactive },
  });
  const lock = client.workflow.getHandle(handle.workflowId);
  return (request) => sendUpdate<ClaimRequest, ClaimAnswer>(lock, CLAIM_UPDATE, request);
}

async function isStillHeld(client: Client, claim: GrantedClaim, nowMs: number): Promise<boolean> {
  try {
    const { status, startTime } = await client.workflow.getHandle(claim.workflowId).describe();
    return isHeld(claim, { isRunning: status.name === 'RUNNING', startedMs: startTime.getTime() }, nowMs);
  } catch (error) {
    if (error instanceof Error && error.name === 'WorkflowNotFoundError') return isHeld(claim, null, nowMs);
    throw error;
  }
}
