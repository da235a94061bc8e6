import type { RunRef } from '../model/api/requests.js';
import type { TaskRun } from '../model/api/task-run.js';
import type { ActivityDeps } from './base/deps.js';

/** A run by ID (docs/api-contract.md 1.3, get run). */
export const getRun =
  ({ ax }: ActivityDeps) =>
  (request: RunRef): Promise<TaskRun> =>
    ax.getRun(request);
