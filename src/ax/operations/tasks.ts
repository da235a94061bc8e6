import { z } from 'zod';
import type { ListTasksRequest, TaskRef } from '../../model/api/requests.js';
import type { Page } from '../../model/api/resources.js';
import type { Task } from '../../model/api/task.js';
import { check, namesNeedSpace } from '../checks/check.js';
import { aboutId } from '../checks/about.js';
import { name, reference } from '../checks/fields.js';
import { quoted } from '../base/texts.js';
import type { AxContext } from '../http/transport.js';
import type { ApiCallOptions } from '../http/call.js';
import { path } from '../http/call.js';
import { DEFAULT_LIMIT, LIST_REQUESTS } from '../requests/lists.js';
import { DATASETS, fetchPage, PROJECTS, TASKS } from '../resolve/lists.js';
import { LookUp } from '../resolve/look-up.js';
import { inCase } from '../wire/run-configuration.js';
import { taskSchema } from '../wire/task.js';
import type { TaskScope } from '../../model/api/task-definition.js';
import { findIfAny } from '../resolve/find-exact.js';

const taskRef = z.strictObject({ task: reference, space: reference.optional() });

export async function listTasks(
  context: AxContext,
  request: ListTasksRequest,
  options: ApiCallOptions,
): Promise<Page<Task>> {
  check('list tasks', request, LIST_REQUESTS.tasks, namesNeedSpace<ListTasksRequest>('project', 'dataset'));
  const lookUp = new LookUp(context, request.space, options);
  const { project, dataset, type } = request;
  const query = {
    space_id: request.space === undefined ? undefined : await lookUp.spaceId(),
    project_id: project === undefined ? undefined : (await lookUp.inSpace(PROJECTS, project)).id,
    dataset_id: dataset === undefined ? undefined : (await lookUp.inSpace(DATASETS, dataset)).id,
    name: request.name,
    type: type === undefined ? undefined : inCase(type, context.wireCase),
    limit: request.limit ?? DEFAULT_LIMIT,
    cursor: request.cursor,
  };
  return fetchPage(context, TASKS, query, options);
}

/** Sends one request for an ID. For a name, the list that finds it already holds the whole task. */
export async function getTask(context: AxContext, request: TaskRef, options: ApiCallOptions): Promise<Task> {
  checkTaskRef('get', request);
  return fetchTask(context, request, options);
}

/** Like {@link getTask}, for a reference that was checked. */
export async function fetchTask(
  context: AxContext,
  { task, space }: TaskRef,
  options: ApiCallOptions,
): Promise<Task> {
  const found = await new LookUp(context, space, options).task(task);
  if ('name' in found) return found;
  return context.transport.request(
    {
      what: `get task ${quoted(task)}`,
      method: 'GET',
      path: path`/v2/tasks/${found.id}`,
      safety: 'safe',
      ...options,
    },
    taskSchema,
    ({ id }) => aboutId('task', found.id, id),
  );
}

/** Deletes a task and its runs. This cannot be undone (docs/api-contract.md 3, rule 14). */
export async function deleteTask(
  context: AxContext,
  request: TaskRef,
  options: ApiCallOptions,
): Promise<void> {
  checkTaskRef('delete', request);
  const { id } = await new LookUp(context, request.space, options).task(request.task);
  const what = `delete task ${quoted(request.task)}`;
  await context.transport.requestNothing({
    what,
    method: 'DELETE',
    path: path`/v2/tasks/${id}`,
    safety: 'safe',
    ...options,
  });
}

function checkTaskRef(verb: string, request: TaskRef): void {
  check(`${verb} task ${quoted(request?.task)}`, request, taskRef, namesNeedSpace<TaskRef>('task'));
}

export interface FindTaskRequest {
  name: string;
  scope: TaskScope;
}

/** The task with exactly this name, including case; null if there is none. */
export async function findTask(
  context: AxContext,
  request: FindTaskRequest,
  options: ApiCallOptions,
): Promise<Task | null> {
  check(`find task ${quoted(request?.name)}`, request, z.strictObject({ name, scope: z.unknown() }));
  const search = { list: TASKS, name: request.name, ...whereOf(request.scope) };
  return findIfAny(context, search, options);
}

// A server that ignores a filter must not let in tasks from elsewhere. A task does not name its space.
function whereOf(scope: TaskScope) {
  if ('spaceId' in scope) return { where: ` in space ${scope.spaceId}`, query: { space_id: scope.spaceId } };
  if ('projectId' in scope) {
    const { projectId } = scope;
    const accepts = (task: Task) => task.projectId === projectId;
    return { where: ` in project ${projectId}`, query: { project_id: projectId }, accepts };
  }
  const { datasetId } = scope;
  const accepts = (task: Task) => task.datasetId === datasetId;
  return { where: ` in dataset ${datasetId}`, query: { dataset_id: datasetId }, accepts };
}
