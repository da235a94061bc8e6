import type { CreateEvaluationTaskRequest } from '../model/api/requests.js';
import type { Task } from '../model/api/task.js';
import type { ActivityDeps } from './base/deps.js';

/** Creates an evaluation task: one POST, never retried blindly. A lost answer fails as `AxAmbiguous`, for the workflow to settle. */
export const createEvaluationTask =
  ({ ax }: ActivityDeps) =>
  (request: CreateEvaluationTaskRequest): Promise<Task> =>
    ax.createEvaluationTask(request);
