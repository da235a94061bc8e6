import type { TaskRef } from '../model/api/requests.js';
import type { Task } from '../model/api/task.js';
import type { ActivityDeps } from './base/deps.js';

/** A task by name or ID (docs/api-contract.md 1.3, get). */
export const getTask =
  ({ ax }: ActivityDeps) =>
  (request: TaskRef): Promise<Task> =>
    ax.getTask(request);
