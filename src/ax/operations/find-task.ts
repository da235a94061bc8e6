import { z } from 'zod';
import type { TaskScope } from '../../model/api/task-definition.js';
import type { Task } from '../../model/api/task.js';
import { check } from '../checks/check.js';
import { name } from '../checks/fields.js';
import { quoted } from '../checks/quoted.js';
import type { AxContext } from '../context.js';
import type { CallOptions } from '../http/call.js';
import { findIfAny } from '../resolve/find-exact.js';
import { TASKS } from '../resolve/lists.js';

export interface FindTaskRequest {
  name: string;
  scope: TaskScope;
}

/** The task of exactly this name, case included, or null where there is none. */
export async function findTask(
  context: AxContext,
  request: FindTaskRequest,
  options: CallOptions,
): Promise<Task | null> {
  check(`find task ${quoted(request?.name)}`, request, z.strictObject({ name, scope: z.unknown() }));
  const search = { list: TASKS, name: request.name, ...whereOf(request.scope) };
  return findIfAny(context, search, options);
}

// A filter that a server passes over must not let in a task of elsewhere; a task does not say its space.
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
