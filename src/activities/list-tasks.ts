import type { ListTasksRequest } from '../model/api/requests.js';
import type { Page } from '../model/api/resources.js';
import type { Task } from '../model/api/task.js';
import type { ActivityDeps } from './base/deps.js';

/** One page of tasks (docs/api-contract.md 1.3, list). */
export const listTasks =
  ({ ax }: ActivityDeps) =>
  (request: ListTasksRequest): Promise<Page<Task>> =>
    ax.listTasks(request);
