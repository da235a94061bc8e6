import type { WorkflowExecutionDescription } from '@temporalio/client';
import { BACKFILL_PLAN_MEMO } from '../../model/backfill/backfill-plan-memo.js';
import type { BackfillPlanMemo } from '../../model/backfill/backfill-plan-memo.js';
import { BACKFILL_MEMO } from '../../model/backfill/backfill.js';
import type { BackfillMemo } from '../../model/backfill/backfill.js';
import type { BackfillSnapshot, WorkflowSnapshot } from '../../model/temporal/workflow-snapshot.js';

type Memo = WorkflowExecutionDescription['memo'];

/** What a backfill's memos say of it. */
export const backfillOf = (memo: Memo): BackfillSnapshot => ({
  plan: (memo?.[BACKFILL_PLAN_MEMO] as BackfillPlanMemo | undefined) ?? null,
  progress: (memo?.[BACKFILL_MEMO] as BackfillMemo | undefined) ?? null,
});

/** The state of a backfill, from its description alone. */
export function backfillFacts({
  memo,
  status,
}: WorkflowExecutionDescription): Pick<
  WorkflowSnapshot,
  'backfill' | 'pausedAt' | 'pausedBy' | 'pausedReason'
> {
  const backfill = backfillOf(memo);
  const paused = status.name === 'RUNNING' ? (backfill.progress?.paused ?? null) : null;
  if (paused === null) return { backfill };
  const { at, by, reason } = paused;
  return { backfill, pausedAt: at, pausedBy: by, ...(reason === null ? {} : { pausedReason: reason }) };
}
