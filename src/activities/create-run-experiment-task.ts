import type { CreateRunExperimentTaskRequest } from '../model/api/requests.js';
import type { Task } from '../model/api/task.js';
import type { ActivityDeps } from './base/deps.js';

/** Creates a task that runs experiments: one POST, never retried blindly. A lost answer fails as `AxAmbiguous`, for the workflow to settle. */
export const createRunExperimentTask =
  ({ ax }: ActivityDeps) =>
  (request: CreateRunExperimentTaskRequest): Promise<Task> =>
    ax.createRunExperimentTask(request);
