import type { CreateEvaluationTaskRequest } from '../model/requests.js';
import type { Task } from '../model/task.js';
import type { ActivityDeps } from './deps.js';

/** Creates an evaluation task. Never retried blindly: a lost answer fails as `AxAmbiguous` (contract section 3, rule 17). */
export const createEvaluationTask =
  ({ ax }: ActivityDeps) =>
  (request: CreateEvaluationTaskRequest): Promise<Task> =>
    ax.createEvaluationTask(request);
