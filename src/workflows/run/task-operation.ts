import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { requireInput } from '../shared/require-input.js';
import { operationProblem } from '../../model/temporal/operations.js';
import type { Operation, Operations, Verb } from '../../model/temporal/operations.js';
import type { TaskRef } from '../../model/api/requests.js';
import { markedId, isResourceId, referenceTo } from '../../model/api/resource-id.js';
import type { TaskDefinition } from '../../model/api/task-definition.js';
import type { Task } from '../../model/api/task.js';
import { keepingQuality, prompt, syncing } from '../shared/activities.js';
import { createOnce, findDefined } from '../task/create-once.js';
import { failure, innermost } from '../shared/failures.js';

/**
 * Any single call of the tasks API as a workflow, so that whoever starts it needs no API key. Returns what the call
 * returned; fails with the call's own failure type. A create whose answer was lost is settled; what changes or deletes a
 * task names it by an ID from before the first attempt.
 */
export async function taskOperation(operation: Operation): Promise<Operations[Verb]['result']> {
  requireInput(WORKFLOWS.taskOperation, operationProblem(operation));
  try {
    return await perform(operation);
  } catch (error) {
    throw innermost(error);
  }
}

function perform(operation: Operation): Promise<Operations[Verb]['result']> {
  switch (operation.verb) {
    case 'createEvaluationTask':
      return createTask(operation.request);
    case 'createRunExperimentTask':
      return createTask({ ...operation.request, type: 'RUN_EXPERIMENT' });
    case 'updateTask':
      return updateTask(operation.request);
    case 'deleteTask':
      return deleteTask(operation.request);
    case 'keepQuality':
      return keepingQuality.keepQuality(operation.request);
    case 'syncCoverage':
      return syncing.syncCoverage(operation.request);
    case 'verifyCoverage':
      return syncing.verifyCoverage(operation.request);
    case 'countWindows':
      return syncing.countWindows(operation.request);
    default:
      return call(operation);
  }
}

const call = (operation: Operation): Promise<Operations[Verb]['result']> =>
  (prompt[operation.verb] as (request: Operation['request']) => Promise<Operations[Verb]['result']>)(
    operation.request,
  );

async function createTask(definition: TaskDefinition): Promise<Task> {
  const resolved = await prompt.resolveDefinition(definition);
  const taken = await findDefined(resolved);
  if (taken === null) return createOnce(resolved);
  const { name } = definition;
  throw failure(
    'AxConflict',
    `Cannot create task ${JSON.stringify(name)}: a task of this name exists (${taken.id}). Nothing was sent.`,
  );
}

const updateTask = async (request: Operations['updateTask']['request']): Promise<Task> =>
  prompt.updateTask({ ...request, task: await taskReference(request) });

const deleteTask = async (request: TaskRef): Promise<null> =>
  prompt.deleteTask({ task: await taskReference(request) });

/** The task by its ID. A name is looked up once: on a retry it might mean another task. */
async function taskReference({ task, space }: TaskRef): Promise<string> {
  if (isResourceId(task) || markedId(task) !== null) return task;
  const { id } = await prompt.lookUpTask({ task, ...(space === undefined ? {} : { space }) });
  return referenceTo(id);
}
