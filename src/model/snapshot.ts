import type { Provenance, RunResult } from './results.js';
import type { RunCounts } from './task-run.js';

/** How far a step is, as it can be seen from outside, without asking a worker. */
export type StepStage =
  /** Its predecessors have not ended. */
  | 'waiting'
  /** Looking its task up, or triggering. */
  | 'triggering'
  /** The run exists and goes on. */
  | 'running'
  /** The run is being cancelled. */
  | 'cancelling'
  | 'succeeded'
  | 'failed'
  | 'cancelled'
  | 'skipped'
  /** Triggered, and not waited for. */
  | 'started'
  /** No longer waited for; the run goes on. */
  | 'detached';

/** A step (or a lone run) at one moment. Times are ISO 8601 with zone. */
export interface StepSnapshot {
  id: string;
  task: string | null;
  stage: StepStage;
  /** The run's own status; null before there is a run. */
  status: string | null;
  counts: RunCounts | null;
  runId: string | null;
  /** How the run came to be; null before there is one. */
  provenance: Provenance | null;
  startedAt: string | null;
  endedAt: string | null;
  /** Why it does not get on, or how it ended; null where there is nothing to say. */
  note: string | null;
  result: RunResult | null;
}

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
}

const FINAL: ReadonlySet<StepStage> = new Set<StepStage>([
  'succeeded',
  'failed',
  'cancelled',
  'skipped',
  'started',
  'detached',
]);

export const isFinal = ({ stage }: Pick<StepSnapshot, 'stage'>): boolean => FINAL.has(stage);

/** Where a step stands that has this result. */
export function stageOf({ verdict, outcome }: Pick<RunResult, 'verdict' | 'outcome'>): StepStage {
  if (outcome.kind === 'started') return 'started';
  switch (verdict) {
    case 'good':
      return 'succeeded';
    case 'errors':
    case 'failed':
      return 'failed';
    case 'cancelled':
      return 'cancelled';
    case 'running':
      return 'detached';
  }
}
