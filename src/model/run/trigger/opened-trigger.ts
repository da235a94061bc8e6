import { isResourceId, markedId } from '../../api/resource-id.js';
import type { Window } from '../../time/window.js';
import type { TakeDatasetTurnRequest } from '../dataset-turn.js';
import type { RunTaskInput } from '../inputs.js';
import type { LookedUpTask, Prepared } from './prepared.js';
import type { HeldTurn } from '../turn.js';
import type { OpenedFence } from '../unresolved.js';

/** Request of the activity `openTrigger`. */
export interface OpenTriggerRequest {
  input: RunTaskInput;
  /** When the workflow asked, in milliseconds since 1970. */
  nowMs: number;
  /** The first of the executions that continue each other; a retry, a reset and a replay keep it. */
  firstExecutionId: string;
  /** The execution that the workflow began with, which a reset keeps. */
  originalRunId: string;
  /** The task if it is known already; absent: it is looked up. */
  task?: LookedUpTask;
}

export interface OpenedTrigger {
  task: LookedUpTask;
  /** Null: its turn is not taken, or its fence not read, and an ordinary activity is to do it. */
  opened: Opened | null;
}

/** A fence, and the turn in which it was read; null if it needs none. */
export interface Opened {
  turn: HeldTurn | null;
  fence: OpenedFence;
}

/** Request of the activity `takeTurn`. */
export interface TakeTurnRequest {
  turnId: string;
  taskId: string;
  /** As in {@link OpenTriggerRequest}. */
  originalRunId: string;
  /** The intent's key; null if it has none. */
  key: string | null;
  /** Null: it is the turn of all runs of a task. */
  window: Window | null;
}

/** The intent of which a trigger before may have ended unresolved. */
export interface FormerIntent {
  /** The key of `UnresolvedTrigger`: a start with another key is another intent. */
  key: string | null;
  /** Other workflows that may have triggered it before, as the attempts of a step before this one: the latest that exists counts. */
  formerIds: readonly string[];
}

/** Request of the activity `readFence`. */
export interface ReadFenceRequest {
  taskId: string;
  /** As in {@link OpenTriggerRequest}. */
  originalRunId: string;
  /** Of the runs read, only those of these windows matter; all of them when absent. */
  windows?: Window[];
  /** The experiment's name that the caller gave, which may be taken. */
  experiment?: { datasetId: string | null; name: string };
  /** Absent: that is not asked. */
  intent?: FormerIntent;
}

/** What opens a trigger: an evaluation takes the turn of its mark, an experiment may take that of its dataset. */
export type Opening =
  { turn: TakeTurnRequest } | { datasetTurn: TakeDatasetTurnRequest | null; fence: ReadFenceRequest };

/**
 * The task of which the newest runs can be read before it is looked up, since they will make the fence: the intent names it by
 * its ID, and wants an experiment, or a window, which few want twice. Null: nothing is read ahead.
 */
export function idOfReadAhead({ input: { intent }, task }: OpenTriggerRequest): string | null {
  const { dataStartTime, dataEndTime, experimentName, exampleIds, maxExamples } = intent.trigger;
  const isWindow = dataStartTime !== undefined && dataEndTime !== undefined;
  const isExperiment = (experimentName ?? exampleIds ?? maxExamples) !== undefined;
  if (task !== undefined || !(isWindow || isExperiment)) return null;
  return isResourceId(intent.task) ? intent.task : markedId(intent.task);
}

/** `turnId` is the ID of the turn of its mark. */
export function openingOf(prepared: Prepared, originalRunId: string, turnId: string): Opening {
  const { mark } = prepared;
  if (mark.experimentName === null) return { turn: turnRequestOf(prepared, originalRunId, turnId) };
  return {
    datasetTurn: datasetTurnOf(prepared, originalRunId),
    fence: { ...namedFenceOf(prepared), originalRunId },
  };
}

/** What the turn of an evaluation is taken by. */
export const turnRequestOf = (
  { mark, key }: Pick<Prepared, 'mark' | 'key'>,
  originalRunId: string,
  turnId: string,
): TakeTurnRequest => ({
  ...{ turnId, taskId: mark.taskId, originalRunId, key },
  window: mark.window,
});

/** Null: an experiment that takes no turn of its dataset, since it may run beside others. */
export function datasetTurnOf(
  { mark, isDatasetShared }: Pick<Prepared, 'mark' | 'isDatasetShared'>,
  originalExecutionId: string,
): TakeDatasetTurnRequest | null {
  const { datasetId } = mark;
  return datasetId === null || isDatasetShared ? null : { datasetId, originalExecutionId };
}

/** What the fence of an experiment is asked of. */
export function namedFenceOf({
  mark,
  isNameGiven,
  key,
  formerIds,
}: Prepared): Omit<ReadFenceRequest, 'originalRunId'> {
  const { taskId, experimentName: name, datasetId } = mark;
  return {
    taskId,
    intent: { key, formerIds },
    ...(isNameGiven && name !== null ? { experiment: { datasetId, name } } : {}),
  };
}
