import { activityInfo } from '@temporalio/activity';
import { referenceTo } from '../../model/api/resource-id.js';
import { summaryOf } from '../../model/api/task.js';
import type { LookUpTaskRequest, LookedUpTask } from '../../model/run/trigger/prepared.js';
import type { ActivityDeps } from '../base/deps.js';
import { notLocally } from '../base/failures.js';

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
