import { definedOnly } from '../../base/objects.js';
import { isProjectTask, isRunExperimentTask } from '../../api/task.js';
import type { TaskSummary } from '../../api/task.js';
import type { NameTakenPolicy } from '../../api/policies.js';
import type { TaskRef, TriggerFields } from '../../api/requests.js';
import { deadlineMsOf } from '../../time/deadline.js';
import { fixWindow } from '../../time/window.js';
import type { FirstRunNeedsStart } from '../../time/window.js';
import type { RunMark } from '../fence.js';
import type { RunTaskInput } from '../inputs.js';
import { SETTLE_MS } from '../settling.js';

/** A task to be looked up. */
export interface LookUpTaskRequest extends TaskRef {
  /** Evaluation tasks (names or IDs) that the trigger is to name. */
  evaluationTaskIds?: string[];
}

export interface LookedUpTask extends TaskSummary {
  /** The IDs of the evaluation tasks asked for, in that order. */
  evaluationTaskIds: string[];
}

/** A trigger with everything fixed: the same whenever and however often it is sent (design/trigger-once.md, step 1). */
export interface Prepared {
  task: LookedUpTask;
  fields: TriggerFields;
  mark: RunMark;
  /** How long a run may take to show up in the list after its POST. */
  settleMs: number;
  /** When to stop trying to trigger, in milliseconds since 1970; null: never. */
  giveUpAtMs: number | null;
  /** The intent's key; null if it has none. */
  key: string | null;
  /** As in `RunTaskInput`. */
  formerIds: string[];
  /** The caller gave the experiment's name, so that it may be taken; a name that is derived is not. */
  isNameGiven: boolean;
  onNameTaken: NameTakenPolicy;
  /** Somebody waits for the run. */
  isAwaited: boolean;
  /** It does not wait for other experiments of the dataset. */
  isDatasetShared: boolean;
}

/** What fixes those parts of a trigger that the intent leaves open. */
export interface PreparedBy {
  /** Milliseconds since 1970. */
  nowMs: number;
  /** The name of an experiment that is given none. */
  derivedName: string;
}

/** What is to be looked up for an intent. */
export const lookUpOf = ({ task, space, trigger }: RunTaskInput['intent']): LookUpTaskRequest =>
  definedOnly({ task, space, evaluationTaskIds: trigger.evaluationTaskIds });

/** Fixes the window or the experiment's name of a run of this task. */
export function prepareTrigger(
  input: RunTaskInput,
  task: LookedUpTask,
  preparedBy: PreparedBy,
): Prepared | FirstRunNeedsStart {
  const { trigger, key = null } = input.intent;
  const window = isProjectTask(task) ? fixWindow(trigger, task.lastRunAt, preparedBy.nowMs) : null;
  if (window !== null && 'problem' in window) return window;
  const experimentName = isRunExperimentTask(task) ? experimentNameOf(input, preparedBy) : null;
  const fields: TriggerFields = {
    ...trigger,
    ...window,
    ...(experimentName === null ? {} : { experimentName }),
    ...(task.evaluationTaskIds.length === 0 ? {} : { evaluationTaskIds: task.evaluationTaskIds }),
  };
  return {
    task,
    fields,
    mark: { taskId: task.id, window, experimentName, datasetId: task.datasetId },
    settleMs: input.settleMs ?? SETTLE_MS,
    giveUpAtMs: giveUpAtMsOf(input, preparedBy),
    key,
    formerIds: input.formerIds ?? [],
    isNameGiven: trigger.experimentName !== undefined,
    onNameTaken: input.onNameTaken ?? 'fail',
    isAwaited: input.wait !== null,
    isDatasetShared: input.shareDataset ?? false,
  };
}

// The time that a run may take bounds its trigger too: a service that refuses for hours must not hold a pipeline back.
function giveUpAtMsOf({ wait, deadlineMs }: RunTaskInput, { nowMs }: PreparedBy): number | null {
  const { timeoutMs, onTimeout } = wait ?? {};
  return deadlineMsOf(nowMs, onTimeout === 'extend' ? undefined : timeoutMs, deadlineMs);
}

const experimentNameOf = (
  { intent, defaultExperimentName }: RunTaskInput,
  { derivedName }: PreparedBy,
): string => intent.trigger.experimentName ?? defaultExperimentName ?? derivedName;
