import type { CreateRunExperimentTaskRequest } from '../model/requests.js';
import type { Task } from '../model/task.js';
import type { ActivityDeps } from './deps.js';

/** Creates a run-experiment task. Never retried blindly: a lost answer fails as `AxAmbiguous`. */
export const createRunExperimentTask =
  ({ ax }: ActivityDeps) =>
  (request: CreateRunExperimentTaskRequest): Promise<Task> =>
    ax.createRunExperimentTask(request);
