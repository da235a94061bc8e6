import { activityInfo } from '@temporalio/activity';
import { fenceOf, isFenceRead } from '../model/fence.js';
import type { OpenedFence } from '../model/fence.js';
import type { ActivityDeps } from './deps.js';
import { earlierTrigger } from './earlier-trigger.js';
import { runsNewestFirst } from './runs-newest-first.js';

export interface ReadFenceRequest {
  taskId: string;
  /** The execution that the workflow began with, which a reset keeps; absent in old histories. */
  originalRunId?: string;
}

/**
 * The newest runs of a task, read just before a POST (design section 4.1, step 2): one short GET where the list is newest
 * first. In a workflow that was reset, the fence that an execution before it used, because its trigger may have been sent.
 */
export const readFence =
  ({ ax }: ActivityDeps) =>
  async ({ taskId, originalRunId }: ReadFenceRequest): Promise<OpenedFence> => {
    const { workflowId = '', runId = '' } = activityInfo().workflowExecution ?? {};
    if (originalRunId !== undefined && originalRunId !== runId) {
      const earlier = await earlierTrigger(workflowId, originalRunId, runId);
      if (earlier !== null) return { ...earlier.fence, readBy: runId, reopened: { runId: earlier.runId } };
    }
    return { ...fenceOf(await runsNewestFirst(ax, taskId, isFenceRead)), readBy: runId };
  };
