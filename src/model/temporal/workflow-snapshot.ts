import type { BackfillPlanMemo } from '../backfill/backfill-plan-memo.js';
import type { BackfillMemo } from '../backfill/backfill.js';
import type { StepSnapshot } from '../pipeline/snapshot.js';

/** A workflow and its steps at one moment. */
export interface WorkflowSnapshot {
  workflowId: string;
  /** The execution's run ID in Temporal. */
  executionId: string;
  type: string;
  /** Temporal's status: `RUNNING`, `COMPLETED`, `FAILED`, `CANCELLED`, `TERMINATED`, `TIMED_OUT`, … */
  status: string;
  startedAt: string;
  closedAt: string | null;
  steps: StepSnapshot[];
  /** For how long, in milliseconds, something that is due has been waiting for a worker to take it; 0 when nothing is. */
  overdueMs: number;
  /** Of a pipeline or a backfill that is paused. */
  pausedAt?: string;
  pausedBy?: string;
  pausedReason?: string;
  /** When the pipeline's time is over; absent: never. */
  deadlineAt?: string;
  /** Of a backfill, which has no steps. */
  backfill?: BackfillSnapshot;
}

/** What a backfill's memos say; null: nothing yet. */
export interface BackfillSnapshot {
  plan: BackfillPlanMemo | null;
  progress: BackfillMemo | null;
}
