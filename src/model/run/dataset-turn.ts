import type { HolderState } from './turn.js';

/** Request of the activity `takeDatasetTurn`. */
export interface TakeDatasetTurnRequest {
  datasetId: string;
  /** The execution that the workflow began with, which a reset keeps. */
  originalExecutionId: string;
  /** The execution of a holder whose turn counts as over; absent: none. */
  insteadOf?: string;
}

export interface TakenDatasetTurn {
  /** The execution of a holder whose run could not be seen: the turn was not taken. Null: it was. */
  unseen: string | null;
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
