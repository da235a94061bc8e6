import type { ListTasksRequest } from '../model/requests.js';
import type { Page } from '../model/resources.js';
import type { Task } from '../model/task.js';
import type { ActivityDeps } from './deps.js';

/** One page of tasks (contract section 1.3, list). */
export const listTasks =
  ({ ax }: ActivityDeps) =>
  (request: ListTasksRequest): Promise<Page<Task>> =>
    ax.listTasks(request);
