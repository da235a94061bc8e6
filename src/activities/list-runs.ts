import type { ListRunsRequest } from '../model/api/requests.js';
import type { Page } from '../model/api/resources.js';
import type { TaskRun } from '../model/api/task-run.js';
import type { ActivityDeps } from './base/deps.js';

/** One page of a task's runs (docs/api-contract.md 1.3, list runs). */
export const listRuns =
  ({ ax }: ActivityDeps) =>
  (request: ListRunsRequest): Promise<Page<TaskRun>> =>
    ax.listRuns(request);
