import type { BackfillPlanMemo } from '../backfill/backfill-plan-memo.js';
import type { BackfillMemo } from '../backfill/backfill.js';
import type { StepSnapshot } from '../pipeline/snapshot.js';
import type { FiringMemo } from '../schedule/firing.js';
import type { Verdict } from '../run/verdict.js';

/** A workflow and its steps at one moment. */
export interface WorkflowSnapshot {
  workflowId: string;
  /** The execution's run ID in Temporal. */
  executionId: string;
  type: string;
  /** Whose workers work on it, whatever queue the CLI starts things on. */
  taskQueue: string;
  /** Temporal's status: `RUNNING`, `COMPLETED`, `FAILED`, `CANCELLED`, `TERMINATED`, `TIMED_OUT`, … */
  status: string;
  startedAt: string;
  closedAt: string | null;
  steps: StepSnapshot[];
  /** For how long, in milliseconds, something that is due has been waiting for a worker to take it; 0 when nothing is. */
  overdueMs: number;
  /** Of a workflow without steps: the workflows that it has started and waits for. */
  waitsFor?: string[];
  /** Of a pipeline or a backfill that is paused. */
  pausedAt?: string;
  pausedBy?: string;
  pausedReason?: string;
  /** When the pipeline's time is over; absent: never. */
  deadlineAt?: string;
  /** Of a backfill, which has no steps. */
  backfill?: BackfillSnapshot;
  /** Of a firing of a schedule, which has no steps; absent: it has not reported. */
  firing?: FiringMemo;
}

/** A workflow in a list. Times are ISO 8601 with zone. */
export interface WorkflowSummary {
  workflowId: string;
  type: string;
  /** The name of a pipeline, or of the task of a run or a backfill; null if it is unknown. */
  name: string | null;
  /** The tasks, by name or ID, that it triggers, as far as its memos say. */
  tasks: string[];
  /** Temporal's status, as in {@link WorkflowSnapshot}. */
  status: string;
  /** Null while it runs, or if it is unknown. */
  verdict: Verdict | null;
  /** Why the verdict is not `good`, or what gates of a good one warn of, for people. */
  reason: string | null;
  /** The failure type of a workflow that failed. */
  failureType: string | null;
  startedAt: string;
  closedAt: string | null;
}

/** What a backfill's memos say; null: nothing yet. */
export interface BackfillSnapshot {
  plan: BackfillPlanMemo | null;
  progress: BackfillMemo | null;
}
