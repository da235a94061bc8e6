import { resourceId } from '../api/request-checks.js';
import { shape } from '../base/checks.js';

/** The memo of `holdDatasetTurn` that names who has the turn ({@link TurnHolder}). */
export const HOLDER_MEMO = 'holder';

/** The execution of a workflow that triggers an experiment of a dataset while no other one does. */
export interface TurnHolder {
  workflowId: string;
  /** The execution (Temporal run ID) that took the turn. */
  executionId: string;
  /** The execution that it began with, which a reset keeps. */
  originalExecutionId: string;
}

/** Request of the activity `takeDatasetTurn`. */
export interface TakeDatasetTurnRequest {
  datasetId: string;
  /** As in {@link TurnHolder}. */
  originalExecutionId: string;
  /** The execution of a holder whose turn counts as over; absent: none. */
  insteadOf?: string;
}

export interface TakenTurn {
  /** The execution of a holder whose run could not be seen: the turn was not taken. Null: it was. */
  unseen: string | null;
}

/** Whether two are one intent, before and after a reset. */
export const isSameHolder = (a: TurnHolder, b: TurnHolder): boolean =>
  a.workflowId === b.workflowId && a.originalExecutionId === b.originalExecutionId;

/** What Temporal knows of an execution that took a turn. */
export interface HolderState {
  isRunning: boolean;
  /** The run that it triggered; null while it has none. */
  runId: string | null;
}

/** Whose end a turn waits for: that of a run, or that of a holder which has none yet; null if it is free. */
export type TurnEnd = { runId: string } | 'holder' | null;

/**
 * What has to end before a turn is free. `latest` is the newest execution of the holder's workflow, which continues the
 * intent after a reset; null if it does not matter.
 */
export function endOfTurn(holder: HolderState | null, latest: HolderState | null): TurnEnd {
  for (const execution of [holder, latest]) {
    if (execution === null) continue;
    if (execution.runId !== null) return { runId: execution.runId };
    if (execution.isRunning) return 'holder';
  }
  return null;
}

/** Input of the workflow `holdDatasetTurn`. */
export interface HoldDatasetTurnInput {
  datasetId: string;
}

const holdDatasetTurnCheck = shape<HoldDatasetTurnInput>({ datasetId: resourceId });

/** What is wrong with an input of `holdDatasetTurn` from any program; null if nothing is. */
export const holdDatasetTurnProblem = (input: unknown): string | null => holdDatasetTurnCheck(input, 'input');
