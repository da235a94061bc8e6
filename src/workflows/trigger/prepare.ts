import { ApplicationFailure } from '@temporalio/common';
import { isCancellation, workflowInfo } from '@temporalio/workflow';
import type { LookUpTaskRequest, LookedUpTask } from '../../activities/trigger/look-up-task.js';
import { definedOnly } from '../../model/base/objects.js';
import { deadlineMsOf } from '../../model/time/deadline.js';
import type { RunMark } from '../../model/run/fence.js';
import type { RunTaskInput } from '../../model/run/inputs.js';
import { derivedExperimentName } from '../../model/temporal/names.js';
import { SETTLE_MS } from '../../model/run/settling.js';
import type { NameTakenPolicy } from '../../model/api/policies.js';
import type { TriggerFields } from '../../model/api/requests.js';
import { isProjectTask, isRunExperimentTask } from '../../model/api/task.js';
import { fixWindow } from '../../model/time/window.js';
import type { Window } from '../../model/time/window.js';
import { local, prompt } from '../shared/activities.js';
import { failure, innermost } from '../shared/failures.js';

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
  /** It does not wait for other experiments of the dataset. */
  isDatasetShared: boolean;
}

/** Looks the task up and fixes the window or the experiment's name, before anything is sent. */
export async function prepare(input: RunTaskInput): Promise<Prepared> {
  const task = await lookUp(input);
  const window = isProjectTask(task) ? windowOf(task, input) : null;
  const experimentName = isRunExperimentTask(task) ? experimentNameOf(task, input) : null;
  const { trigger } = input.intent;
  const fields: TriggerFields = {
    ...trigger,
    ...window,
    ...(experimentName === null ? {} : { experimentName }),
    ...(task.evaluationTaskIds.length === 0 ? {} : { evaluationTaskIds: task.evaluationTaskIds }),
  };
  const mark = { taskId: task.id, window, experimentName, datasetId: task.datasetId };
  return {
    task,
    fields,
    mark,
    settleMs: input.settleMs ?? SETTLE_MS,
    giveUpAtMs: giveUpAtMsOf(input),
    key: input.intent.key ?? null,
    formerIds: input.formerIds ?? [],
    isNameGiven: trigger.experimentName !== undefined,
    onNameTaken: input.onNameTaken ?? 'fail',
    isDatasetShared: input.shareDataset ?? false,
  };
}

// The time that a run may take bounds its trigger too: a service that refuses for hours must not hold a pipeline back.
function giveUpAtMsOf({ wait, deadlineMs }: RunTaskInput): number | null {
  const { timeoutMs, onTimeout } = wait ?? {};
  return deadlineMsOf(Date.now(), onTimeout === 'extend' ? undefined : timeoutMs, deadlineMs);
}

async function lookUp({ intent }: RunTaskInput): Promise<LookedUpTask> {
  const { task, space, trigger } = intent;
  const request = definedOnly({ task, space, evaluationTaskIds: trigger.evaluationTaskIds });
  try {
    return (await tryToLookUp(request)) ?? (await prompt.lookUpTask(request));
  } catch (error) {
    throw innermost(error);
  }
}

/** Null: it is to be tried again. */
async function tryToLookUp(request: LookUpTaskRequest): Promise<LookedUpTask | null> {
  try {
    return await local.lookUpTask(request);
  } catch (error) {
    const inner = innermost(error);
    if (isCancellation(error) || (inner instanceof ApplicationFailure && inner.nonRetryable === true))
      throw inner;
    return null;
  }
}

function windowOf(task: LookedUpTask, { intent }: RunTaskInput): Window {
  const window = fixWindow(intent.trigger, task.lastRunAt, Date.now());
  if ('problem' in window) throw failure('InvalidInput', `task ${task.name}: ${window.problem}`);
  return window;
}

function experimentNameOf(task: LookedUpTask, input: RunTaskInput): string {
  return givenNameOf(input) ?? derivedExperimentName(task.name, workflowInfo().firstExecutionRunId);
}

const givenNameOf = ({ intent, defaultExperimentName }: RunTaskInput): string | undefined =>
  intent.trigger.experimentName ?? defaultExperimentName;
