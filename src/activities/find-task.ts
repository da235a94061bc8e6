import type { TaskScope } from '../model/api/task-definition.js';
import type { Task } from '../model/api/task.js';
import type { ActivityDeps } from './base/deps.js';

/** The task of exactly this name, or null while there is none. */
export const findTask =
  ({ ax }: ActivityDeps) =>
  (request: { name: string; scope: TaskScope }): Promise<Task | null> =>
    ax.findTask(request);
