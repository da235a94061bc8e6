import type { StepKind } from './plan.js';
import type { StepState } from './results.js';

/** The memo in which a pipeline reports its progress ({@link PipelineMemo}), so that it can be observed without a worker. */
export const PIPELINE_MEMO = 'pipeline';

/**
 * What a pipeline's workflow knows and its child workflows do not show. The steps themselves are in the memo `steps`
 * ({@link StepMemo}): whoever starts the pipeline puts them there, or else the workflow.
 */
export interface PipelineMemo {
  /** ISO 8601 with zone; null if it is not paused. */
  pausedAt: string | null;
  pausedBy: string | null;
  pausedReason?: string;
  /** Its deadline, ISO 8601 with zone; null if it has none. */
  deadlineAt: string | null;
  /** Only the steps that a child workflow does not show completely. */
  steps: Record<string, StepNote>;
}

/** What observers see of a step beside its child workflow. Times are ISO 8601 with zone. */
export interface StepNote {
  phase:
    /** Waits for an approval, at most until `until`. */
    | 'approval'
    /** Its gate is being judged. */
    | 'gate'
    /** Checks its requirements, evaluates its expressions, or creates or updates its task. */
    | 'preparing'
    /** Waits until `until` before attempt `attempt`. */
    | 'backoff'
    /** Calls an activity of the user's worker. */
    | 'activity'
    /** An attempt runs as a child workflow. */
    | 'child'
    /** Has ended; `state` says how. */
    | 'ended';
  since: string;
  until?: string;
  reason?: string;
  state?: StepState;
  /** As in `StepResult`. */
  isUnresolved?: true;
  /** It failed, and its `onFailure` is `ignore`. */
  isIgnored?: true;
  /** From 1; absent: 1. */
  attempt?: number;
}

/** The memo with the steps of a pipeline, so that it can be observed without a worker. */
export const STEPS_MEMO = 'steps';

/** A step in the memo `steps`. The kind is `run` if it is absent. */
export interface StepMemo {
  id: string;
  needs: string[];
  task: string;
  kind?: StepKind;
  isFanOut?: boolean;
  isFinally?: boolean;
  when?: 'failure' | 'always';
}

/** The progress of a fan-out, in its memo `fanOut`: how many items are in each state. */
export interface FanOutMemo {
  total: number;
  waiting: number;
  running: number;
  succeeded: number;
  failed: number;
  cancelled: number;
  skipped: number;
}

export const FAN_OUT_MEMO = 'fanOut';
