import type { FanOutMemo } from './pipeline-memo.js';
import type { StepCondition, StepKind } from './plan.js';
import type { Provenance, RunResult } from '../run/run-result.js';
import type { StepResult, StepState } from './results.js';
import type { RunCounts } from '../api/task-run.js';

/** How far a step is, as it can be seen from outside, without asking a worker. */
export type StepStage =
  /** Its predecessors have not ended. */
  | 'waiting'
  /** Looks whether what it requires is there, evaluates its expressions, or ensures its task. */
  | 'preparing'
  /** Looking its task up, or triggering. */
  | 'triggering'
  /** The run exists and goes on. */
  | 'running'
  /** The run is being cancelled. */
  | 'cancelling'
  /** An activity of the worker's own goes on. */
  | 'working'
  /** Somebody has to approve it. */
  | 'awaiting-approval'
  /** Its gate is being judged. */
  | 'judging'
  /** Waits before it is tried again. */
  | 'backing-off'
  | 'succeeded'
  | 'failed'
  /** It failed, and that counts as good. */
  | 'ignored'
  | 'cancelled'
  | 'skipped'
  /** Triggered, and not waited for. */
  | 'started'
  /** No longer waited for; the run goes on. */
  | 'detached';

const STAGE_OF_STATE: Readonly<Record<StepState, StepStage>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  cancelled: 'cancelled',
  skipped: 'skipped',
  running: 'detached',
};

/** The stage of what ended in this state. */
export const stageOfState = (state: StepState): StepStage => STAGE_OF_STATE[state];

/** The stage of a step that ended. */
export const stageOfStep = ({ state, isIgnored }: Pick<StepResult, 'state' | 'isIgnored'>): StepStage =>
  isIgnored === true ? 'ignored' : stageOfState(state);

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
  /** Of a step of a pipeline, like all that follows; absent where the pipeline does not tell. */
  kind?: StepKind;
  needs?: readonly string[];
  when?: StepCondition;
  isFinally?: boolean;
  /** From 1; absent: it was not tried more than once. */
  attempt?: number;
  /** Since when it is in this stage. */
  since?: string;
  /** When this stage ends by itself: a deadline, or the end of a backoff. */
  until?: string;
  /** Why it is in this stage, as the pipeline says: an approval's message, what the attempt before came to. */
  reason?: string;
  /** Of a fan-out. */
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
]);

export const isFinal = ({ stage }: Pick<StepSnapshot, 'stage'>): boolean => FINAL.has(stage);

/** Where a run stands that has this result. */
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
