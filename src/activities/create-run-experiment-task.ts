import type { CreateRunExperimentTaskRequest } from '../model/requests.js';
import type { Task } from '../model/task.js';
import type { ActivityDeps } from './deps.js';

/** Creates a task that runs experiments: one POST, never retried blindly. A lost answer fails as `AxAmbiguous`, for the workflow to settle. */
export const createRunExperimentTask =
  ({ ax }: ActivityDeps) =>
  (request: CreateRunExperimentTaskRequest): Promise<Task> =>
    ax.createRunExperimentTask(request);
