import { activityInfo } from '@temporalio/activity';
import type { UpdateTaskRequest } from '../model/api/requests.js';
import type { Task } from '../model/api/task.js';
import type { ActivityDeps } from './base/deps.js';

/** Changes a task; safe to repeat (docs/api-contract.md 1.3, update). A retry sends nothing where an earlier attempt worked. */
export const updateTask =
  ({ ax }: ActivityDeps) =>
  (request: UpdateTaskRequest): Promise<Task> =>
    ax.updateTask(request, { unlessDone: activityInfo().attempt > 1 });
