import type { UpdateTaskRequest } from '../../model/requests.js';
import type { Task } from '../../model/task.js';
import type { AxContext } from '../context.js';
import type { CallOptions } from '../http/call.js';
import { path } from '../http/path.js';
import { checkUpdateFits, checkUpdateTask, updateTaskAction } from '../requests/update-task.js';
import { LookUp } from '../resolve/look-up.js';
import { taskSchema } from '../wire/task.js';
import { configurationBody, evaluatorBodies } from './create-tasks.js';
import { fetchTask } from './tasks.js';

/** Reads the task first, so that fields of another kind of task are refused here, by name (contract section 3, rule 5). */
export async function updateTask(
  context: AxContext,
  request: UpdateTaskRequest,
  options: CallOptions,
): Promise<Task> {
  checkUpdateTask(request);
  const task = await fetchTask(context, request, options);
  checkUpdateFits(request, task);
  const body = await patchBody(context, request, options);
  return context.transport.request(
    {
      what: updateTaskAction(request),
      method: 'PATCH',
      path: path`/v2/tasks/${task.id}`,
      body,
      safety: 'safe',
      names: request.name !== undefined,
      ...options,
    },
    taskSchema,
  );
}

async function patchBody(
  context: AxContext,
  request: UpdateTaskRequest,
  options: CallOptions,
): Promise<object> {
  const lookUp = new LookUp(context, request.space, options);
  const { evaluators, runConfiguration } = request;
  const body = {
    name: request.name,
    sampling_rate: request.samplingRate,
    is_continuous: request.isContinuous,
    query_filter: request.queryFilter,
    query_filters: request.queryFilters,
    evaluators: evaluators && (await evaluatorBodies(lookUp, evaluators, updateTaskAction(request))),
    run_configuration: runConfiguration && (await configurationBody(context, lookUp, runConfiguration)),
  };
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}
