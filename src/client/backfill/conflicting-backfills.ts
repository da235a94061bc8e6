import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import type { BackfillPlanMemo } from '../../model/backfill/backfill-plan-memo.js';
import type { BackfillPlan } from '../../model/backfill/backfill.js';
import type { Session } from '../../commands/session/session.js';
import { listBackfillMemos } from './list-backfill-memos.js';

/** A backfill that runs and shares time with a plan of the same task: both together would evaluate that twice. */
export interface Rival {
  workflowId: string;
  plan: BackfillPlanMemo;
}

type Place = Pick<Session, 'client'>;

/** As Temporal's list tells it, which follows with a short delay. */
export async function rivalsOf(session: Place, { task, range }: BackfillPlan): Promise<Rival[]> {
  const query = `WorkflowType = '${WORKFLOWS.runBackfill}' AND ExecutionStatus = 'Running'`;
  const rivals: Rival[] = [];
  for await (const { execution, backfill } of listBackfillMemos(session, query)) {
    const { plan } = backfill;
    if (plan?.task.id === task.id && overlap(plan.range, range))
      rivals.push({ workflowId: execution.workflowId, plan });
  }
  return rivals;
}

/** Workflow ids of running backfills: the one that a plan is already, and one that would do some of it too; null: none. */
export async function runningBeside(
  session: Place,
  plan: BackfillPlan,
  { workflowId, asked }: { workflowId: string; asked: string | null },
): Promise<{ same: string | null; rival: string | null }> {
  const rivals = await rivalsOf(session, plan);
  const same =
    rivals.find((rival) => rival.workflowId === workflowId) ??
    rivals.find((rival) => rival.plan.asked === asked);
  return { same: same?.workflowId ?? null, rival: rivals[0]?.workflowId ?? null };
}

// Both are in UTC and of the same length, as the API writes them.
const overlap = (a: BackfillPlan['range'], b: BackfillPlan['range']): boolean =>
  a.dataStartTime < b.dataEndTime && b.dataStartTime < a.dataEndTime;

export const rivalNotes = (rivals: readonly Rival[], flags: string): string[] =>
  rivals.map(
    ({ workflowId }) =>
      `A backfill of the same task over some of this range is running; what it does is not proven yet: ax-tasks backfill watch ${workflowId}${flags}`,
  );
