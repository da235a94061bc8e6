import type { StepKind } from './plan.js';
import type { StepState } from './results.js';

/** The memo under which a pipeline says how far it is, for onlookers without a worker ({@link PipelineMemo}). */
export const PIPELINE_MEMO = 'pipeline';

/**
 * What a pipeline's own workflow knows and its children do not show. The steps themselves are in the memo `steps`
 * ({@link StepMemo}), put there by whoever starts it, and once more by the workflow, so that there is one in any case.
 */
export interface PipelineMemo {
  /** ISO 8601 with zone; null: it is not paused. */
  pausedAt: string | null;
  pausedBy: string | null;
  pausedReason?: string;
  /** When its time is over: ISO 8601 with zone; null: never. */
  deadlineAt: string | null;
  /** Only steps of which a child's description does not tell all. */
  steps: Record<string, StepNote>;
}

/** Where a step is, beside its child. Times are ISO 8601 with zone. */
export interface StepNote {
  phase:
    /** Waits for an approval, until `until` if it has a deadline. */
    | 'approval'
    /** Is judged by its gate. */
    | 'gate'
    /** Looks whether what it requires is there, evaluates its expressions, or ensures its task. */
    | 'preparing'
    /** Waits until `until` before attempt `attempt`. */
    | 'backoff'
    /** An activity of the worker's own. */
    | 'activity'
    /** One of the attempts runs as a child. */
    | 'child'
    /** Ended; `state` says how. */
    | 'ended';
  since: string;
  until?: string;
  reason?: string;
  state?: StepState;
  /** It failed, and that counts as good. */
  isIgnored?: true;
  /** From 1; absent: 1. */
  attempt?: number;
}

/** The memo with the steps of a pipeline, put there by whoever starts it, so that it can be watched without a worker. */
export const STEPS_MEMO = 'steps';

/** A step as it stands in the memo `steps`. Absent `kind`: `run`. */
export interface StepMemo {
  id: string;
  needs: string[];
  task: string;
  kind?: StepKind;
  isFanOut?: boolean;
  isFinally?: boolean;
  when?: 'failure' | 'always';
}

/** What a fan-out's workflow says of itself in the memo `fanOut`. */
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
