import type { RunRef } from '../model/api/requests.js';
import type { TaskRun } from '../model/api/task-run.js';
import type { ActivityDeps } from './base/deps.js';

/** Cancels a run; a run that is over already is refused with 400 (docs/api-contract.md 3, rule 11). */
export const cancelRun =
  ({ ax }: ActivityDeps) =>
  (request: RunRef): Promise<TaskRun> =>
    ax.cancelRun(request);
