import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import type { BackfillSnapshot } from '../../model/temporal/workflow-snapshot.js';
import { listReadable } from '../list.js';
import { overlap } from '../../model/backfill/backfill-claims.js';
import { backfillOf } from '../observe/describe-backfill.js';
import type { BackfillPlanMemo } from '../../model/backfill/backfill-plan-memo.js';
import type { BackfillPlan } from '../../model/backfill/backfill.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';

export interface ListedBackfill {
  execution: WorkflowExecutionInfo;
  backfill: BackfillSnapshot;
  /** False: a memo is encrypted with a key that is not here, and is told as if it were not there. */
  isReadable: boolean;
}

/** Backfills of a query with what their memos say, newest first. */
export async function* listBackfillMemos(client: Client, query: string): AsyncIterable<ListedBackfill> {
  for await (const execution of listReadable(client, query))
    yield {
      execution,
      backfill: backfillOf(execution.memo),
      isReadable: !Object.values(execution.memo ?? {}).includes(null),
    };
}

/** A running backfill that shares time with a plan of the same task: both together would evaluate that time twice. */
export interface ConflictingBackfill {
  workflowId: string;
  plan: BackfillPlanMemo;
}

/** The backfills that conflict with a plan, by Temporal's list, which follows with a short delay. */
export async function conflictingBackfills(
  client: Client,
  { task, range }: BackfillPlan,
): Promise<ConflictingBackfill[]> {
  const query = `WorkflowType = '${WORKFLOWS.runBackfill}' AND ExecutionStatus = 'Running'`;
  const conflicting: ConflictingBackfill[] = [];
  for await (const { execution, backfill } of listBackfillMemos(client, query)) {
    const { plan } = backfill;
    if (plan?.task.id === task.id && overlap(plan.range, range))
      conflicting.push({ workflowId: execution.workflowId, plan });
  }
  return conflicting;
}
