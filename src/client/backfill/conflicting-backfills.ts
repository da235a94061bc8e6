import type { Client } from '@temporalio/client';
import type { BackfillPlanMemo } from '../../model/backfill/backfill-plan-memo.js';
import type { BackfillPlan } from '../../model/backfill/backfill.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { listBackfillMemos } from './list-backfill-memos.js';

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

// Both are in UTC and of the same length, as the API writes them.
const overlap = (a: BackfillPlan['range'], b: BackfillPlan['range']): boolean =>
  a.dataStartTime < b.dataEndTime && b.dataStartTime < a.dataEndTime;
