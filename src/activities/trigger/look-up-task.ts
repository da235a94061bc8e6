import { activityInfo } from '@temporalio/activity';
import type { TaskRef } from '../../model/api/requests.js';
import { referenceTo } from '../../model/api/resource-id.js';
import { summaryOf } from '../../model/api/task.js';
import type { TaskSummary } from '../../model/api/task.js';
import type { ActivityDeps } from '../base/deps.js';
import { notLocally } from '../base/failures.js';

export interface LookUpTaskRequest extends TaskRef {
  /** Evaluation tasks (names or IDs) that the trigger is to name. */
  evaluationTaskIds?: string[];
}

export interface LookedUpTask extends TaskSummary {
  /** The IDs of the evaluation tasks asked for, in that order. */
  evaluationTaskIds: string[];
}

/** What a workflow needs to know of a task before it triggers it, with every name turned into an ID. */
export const lookUpTask =
  ({ ax, isRateLimited = false }: ActivityDeps) =>
  async ({ task, space, evaluationTaskIds = [] }: LookUpTaskRequest): Promise<LookedUpTask> => {
    if (isRateLimited && activityInfo().isLocal) throw notLocally();
    const inSpace = space === undefined ? {} : { space };
    const summary = summaryOf(await ax.getTask({ task, ...inSpace }));
    const ids: string[] = [];
    for (const name of evaluationTaskIds)
      ids.push(referenceTo((await ax.resolveTask({ task: name, ...inSpace })).id));
    return { ...summary, evaluationTaskIds: ids };
  };
