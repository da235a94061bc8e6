import type { StepSnapshot } from '../../model/pipeline/snapshot.js';
import type { WorkflowSnapshot } from '../../model/temporal/workflow-snapshot.js';
import type { PendingWork } from '../../client/observe/pending-work.js';
import type { HistoryFacts } from '../../client/observe/read-events.js';

/** What is known about the state of a step or a lone run. */
export interface Situation {
  step: StepSnapshot;
  workflow: WorkflowSnapshot;
  /** What it needs, as these stand. */
  needs: readonly StepSnapshot[];
  /** Under way on its behalf. */
  pending: readonly PendingWork[];
  /** Null where its history was not read. */
  history: HistoryFacts | null;
  /** The workflow before which its turn does not come. */
  turn: TurnHolder | null;
  /** The workflows of active items, if the step is a fan-out. */
  items: readonly string[];
  /** Connection flags to repeat in commands; begins with a space, or is empty. */
  flags: string;
  nowMs: number;
}

export interface TurnHolder {
  workflowId: string;
  /** Temporal's status; null where Temporal no longer knows it. */
  status: string | null;
}

/** Sentences, and commands that can be given. */
export interface Explanation {
  sentences: string[];
  next: string[];
}
