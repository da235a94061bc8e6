import type { UpdateTaskRequest } from '../../model/api/requests.js';
import { alreadyHolds } from '../../model/task/task-difference.js';
import type { TaskFields } from '../../model/task/task-difference.js';
import type { Task } from '../../model/api/task.js';
import type { AxContext } from '../http/transport.js';
import type { ApiCallOptions } from '../http/call.js';
import { aboutId } from '../checks/about.js';
import { path } from '../http/call.js';
import { evaluatorBodies } from '../requests/evaluators.js';
import { checkUpdateFits, checkUpdateTask, updateTaskAction } from '../requests/task.js';
import { LookUp } from '../resolve/look-up.js';
import { taskSchema } from '../wire/task.js';
import { configurationBody, resolveEvaluators } from './create-tasks.js';
import { fetchTask } from './tasks.js';

export interface UpdateOptions extends ApiCallOptions {
  /** Sends nothing if the task already has the values: an earlier attempt may have worked. */
  unlessDone?: boolean;
}

/** Reads the task first, so that it can refuse, by name, fields of another kind of task (docs/api-contract.md 3, rule 5). */
export async function updateTask(
  context: AxContext,
  request: UpdateTaskRequest,
  { unlessDone = false, ...options }: UpdateOptions,
): Promise<Task> {
  checkUpdateTask(request);
  const task = await fetchTask(context, request, options);
  checkUpdateFits(request, task);
  const fields = await resolveFields(context, request, options);
  if (unlessDone && alreadyHolds(task, fields)) return task;
  return context.transport.request(
    {
      what: updateTaskAction(request),
      method: 'PATCH',
      path: path`/v2/tasks/${task.id}`,
      body: patchBody(fields),
      safety: 'safe',
      names: request.name !== undefined,
      ...options,
    },
    taskSchema,
    ({ id }) => aboutId('task', task.id, id),
  );
}

async function resolveFields(
  context: AxContext,
  { task, space, evaluators, runConfiguration, ...fields }: UpdateTaskRequest,
  options: ApiCallOptions,
): Promise<TaskFields> {
  const lookUp = new LookUp(context, space, options);
  const what = updateTaskAction({ task });
  return {
    ...fields,
    ...(evaluators && { evaluators: await resolveEvaluators(lookUp, evaluators, what) }),
    ...(runConfiguration && { runConfiguration: await configurationBody(context, lookUp, runConfiguration) }),
  };
}

function patchBody(fields: TaskFields): object {
  const body = {
    name: fields.name,
    sampling_rate: fields.samplingRate,
    is_continuous: fields.isContinuous,
    query_filter: fields.queryFilter,
    query_filters: fields.queryFilters,
    evaluators: fields.evaluators && evaluatorBodies(fields.evaluators),
    run_configuration: fields.runConfiguration,
  };
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}
