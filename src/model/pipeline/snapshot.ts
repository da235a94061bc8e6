import type { FanOutMemo } from './pipeline-memo.js';
import type { StepCondition, StepKind } from './plan.js';
import type { Provenance, RunResult } from '../run/run-result.js';
import type { StepResult, StepState } from './results.js';
import type { RunCounts } from '../api/task-run.js';

/** The stage of a step, as it can be observed without a worker. */
export type StepStage =
  /** Steps that it needs have not ended. */
  | 'waiting'
  /** Checks its requirements, evaluates its expressions, or creates or updates its task. */
  | 'preparing'
  /** Looks up its task, or triggers. */
  | 'triggering'
  /** Its run is pending or running. */
  | 'running'
  /** Its run is being cancelled. */
  | 'cancelling'
  /** An activity of the user's worker is running. */
  | 'working'
  /** A person has to approve it. */
  | 'awaiting-approval'
  /** Its gate is being judged. */
  | 'judging'
  /** Waits before the next attempt. */
  | 'backing-off'
  | 'succeeded'
  | 'failed'
  /** It failed, and its `onFailure` is `ignore`. */
  | 'ignored'
  | 'cancelled'
  | 'skipped'
  /** Triggered, and not waited for. */
  | 'started'
  /** No longer waited for; the run is still running. */
  | 'detached'
  /** Whether its trigger started a run is not known: a person is needed. */
  | 'unresolved';

const STAGE_OF_STATE: Readonly<Record<StepState, StepStage>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  cancelled: 'cancelled',
  skipped: 'skipped',
  running: 'detached',
};

/** The stage of a step, or an item, by how it ended. */
export function stageOfStep({
  state,
  isIgnored,
  isUnresolved,
}: Pick<StepResult, 'state' | 'isIgnored' | 'isUnresolved'>): StepStage {
  if (isUnresolved === true) return 'unresolved';
  return isIgnored === true ? 'ignored' : STAGE_OF_STATE[state];
}

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
  /** Why it makes no progress, or how it ended; null if there is nothing to say. */
  note: string | null;
  result: RunResult | null;
  /** This and the following members: only for a step of a pipeline. */
  kind?: StepKind;
  needs?: readonly string[];
  when?: StepCondition;
  isFinally?: boolean;
  /** From 1; absent for the first attempt. */
  attempt?: number;
  /** Since when it is in this stage. */
  since?: string;
  /** When the stage ends at the latest: a deadline, or the end of a backoff. */
  until?: string;
  /** Why it is in this stage: the message of an approval, or the result of the last attempt. */
  reason?: string;
  /** The progress of a fan-out. */
  items?: FanOutMemo;
}

const FINAL: ReadonlySet<StepStage> = new Set<StepStage>([
  'succeeded',
  'failed',
  'ignored',
  'cancelled',
  'skipped',
  'started',
  'detached',
  'unresolved',
]);

const BAD: ReadonlySet<StepStage> = new Set<StepStage>(['failed', 'cancelled', 'detached', 'unresolved']);

/** Whether it ended and somebody should look at it. */
export const isBadStage = ({ stage }: Pick<StepSnapshot, 'stage'>): boolean => BAD.has(stage);

export const isFinal = ({ stage }: Pick<StepSnapshot, 'stage'>): boolean => FINAL.has(stage);

/** The stage of a run by its result. */
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
