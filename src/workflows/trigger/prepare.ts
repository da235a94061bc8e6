import { ApplicationFailure } from '@temporalio/common';
import { CancellationScope, workflowInfo } from '@temporalio/workflow';
import { definedOnly } from '../../model/base/objects.js';
import type { RunTaskInput } from '../../model/run/inputs.js';
import type { Opened, OpenedTrigger } from '../../model/run/trigger/opened-trigger.js';
import { lookUpOf, prepareTrigger } from '../../model/run/trigger/prepared.js';
import type { LookedUpTask, Prepared } from '../../model/run/trigger/prepared.js';
import { derivedExperimentName } from '../../model/temporal/names.js';
import { local, prompt } from '../shared/activities.js';
import { failure, innermost } from '../shared/failures.js';
import { openedBy, usableOf } from './given.js';

/** A trigger, and its fence with its turn; null if an ordinary activity is to open it. */
export interface PreparedTrigger {
  prepared: Prepared;
  opened: Opened | null;
}

/** Looks the task up and fixes the window or the experiment's name, before anything is sent. */
export async function prepare(input: RunTaskInput): Promise<PreparedTrigger> {
  const nowMs = Date.now();
  const given = usableOf(input);
  const task = given === null ? undefined : { ...given.task, evaluationTaskIds: [] };
  if (given !== null && task !== undefined) {
    const prepared = prepareFor(input, task, nowMs);
    const opened = openedBy(given, prepared);
    if (opened !== null) return { prepared, opened };
  }
  const opened = await tryToOpen(input, nowMs, task);
  if (opened !== null) return { prepared: prepareFor(input, opened.task, nowMs), opened: opened.opened };
  return { prepared: prepareFor(input, await lookUp(input), Date.now()), opened: null };
}

function prepareFor(input: RunTaskInput, task: LookedUpTask, nowMs: number): Prepared {
  const derivedName = derivedExperimentName(task.name, workflowInfo().firstExecutionRunId);
  const prepared = prepareTrigger(input, task, { nowMs, derivedName });
  if ('problem' in prepared) throw failure('InvalidInput', `task ${task.name}: ${prepared.problem}`);
  return prepared;
}

/** Null: it is to be tried again. Not cancellable: it would not be known whether a turn was taken, and which. */
const tryToOpen = (
  input: RunTaskInput,
  nowMs: number,
  task: LookedUpTask | undefined,
): Promise<OpenedTrigger | null> =>
  CancellationScope.nonCancellable(async () => {
    const { originalExecutionRunId: originalRunId, firstExecutionRunId: firstExecutionId } = workflowInfo();
    try {
      return await local.openTrigger({
        ...{ input, nowMs, firstExecutionId, originalRunId },
        ...definedOnly({ task }),
      });
    } catch (error) {
      const inner = innermost(error);
      if (inner instanceof ApplicationFailure && inner.nonRetryable === true) throw inner;
      return null;
    }
  });

async function lookUp({ intent }: RunTaskInput): Promise<LookedUpTask> {
  try {
    return await prompt.lookUpTask(lookUpOf(intent));
  } catch (error) {
    throw innermost(error);
  }
}
