import { shape, text } from '../base/checks.js';
import type { UnresolvedTrigger } from './unresolved.js';

/** The memo of `holdTurn` that names who has the turn ({@link TurnHolder}). */
export const HOLDER_MEMO = 'holder';

/** The memo of `holdTurn` that keeps the trigger before, if its fate was not settled (`UnresolvedTrigger`); absent if it was. */
export const LEFT_MEMO = 'left';

/** The memo of `holdTurn` that names the execution (Temporal run ID) which stood for the turn before; absent: none is known. */
export const BEFORE_MEMO = 'before';

/** The execution of a workflow that has a turn. */
export interface TurnHolder {
  workflowId: string;
  /** The execution (Temporal run ID) that took the turn. */
  executionId: string;
  /** The execution that it began with, which a reset keeps. */
  originalExecutionId: string;
}

/** A turn that was taken, by the execution (Temporal run ID) of `holdTurn` that stands for it. */
export interface HeldTurn {
  workflowId: string;
  executionId: string;
}

/** Request of the activity `releaseTurn`. */
export interface ReleaseTurnRequest {
  workflowId: string;
  /** As in {@link HeldTurn}; null: it is not known whether the caller has the turn. */
  executionId: string | null;
}

/** Whether two are one intent, before and after a reset. */
export const isSameHolder = (a: TurnHolder, b: TurnHolder): boolean =>
  a.workflowId === b.workflowId && a.originalExecutionId === b.originalExecutionId;

/** Whether two are one execution. */
export const isSameExecution = (a: TurnHolder, b: TurnHolder): boolean =>
  a.workflowId === b.workflowId && a.executionId === b.executionId;

/** What Temporal knows of an execution that took a turn. */
export interface HolderState {
  isRunning: boolean;
  /** The run that it triggered; null while it has none. */
  runId: string | null;
}

/** What Temporal knows of an execution that took the turn of a mark. */
export interface TriggerState extends HolderState {
  /** It recorded a fence. */
  hasBegun: boolean;
  /** Its trigger ended, and its fate was not settled; else null. */
  left: UnresolvedTrigger | null;
}

/** What the last trigger in a turn left to the next one: itself, if its fate was not settled; else null. */
export interface FormerTrigger {
  left: UnresolvedTrigger | null;
}

export const NOTHING_LEFT: FormerTrigger = { left: null };

/**
 * What a holder of a turn left; or that it has the turn still: it runs, and has no run yet. `latest` is the newest
 * execution of its workflow, which continues its intent after a reset; null if it does not matter.
 */
export function formerTrigger(
  holder: TriggerState | null,
  latest: TriggerState | null,
): FormerTrigger | 'held' {
  for (const execution of [holder, latest]) {
    if (execution === null) continue;
    if (execution.runId !== null) return NOTHING_LEFT;
    if (execution.isRunning) return 'held';
  }
  const last = latest?.hasBegun === true ? latest : holder;
  return { left: last?.left ?? null };
}

/** Input of the workflow `holdTurn`. */
export interface HoldTurnInput {
  /** The ID of the workflow that has the turn, for people. */
  holder: string;
}

const holdTurnCheck = shape<HoldTurnInput>({ holder: text });

/** What is wrong with an input of `holdTurn` from any program; null if nothing is. */
export const holdTurnProblem = (input: unknown): string | null => holdTurnCheck(input, 'input');
