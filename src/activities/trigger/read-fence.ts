import { activityInfo } from '@temporalio/activity';
import { fenceOf, fenceOfWindows, isFenceRead } from '../../model/run/fence.js';
import type { OpenedFence } from '../../model/run/fence.js';
import type { Window } from '../../model/time/window.js';
import type { ActivityDeps } from '../base/deps.js';
import { earlierTrigger } from './earlier-trigger.js';
import { experimentsByName } from './experiments-by-name.js';
import { notLocally } from '../base/failures.js';
import { runsNewestFirst } from '../run/runs-newest-first.js';

export interface ReadFenceRequest {
  taskId: string;
  /** The execution that the workflow began with, which a reset keeps. */
  originalRunId: string;
  /** Of the runs read, only those of these windows matter; all of them when absent. */
  windows?: Window[];
  /** The experiment's name that the caller gave, which may be taken. */
  experiment?: { datasetId: string | null; name: string };
}

/**
 * The newest runs of a task, read just before a POST (design/trigger-once.md, step 3): one short GET where the list is newest
 * first. In a workflow that was reset, the fence that an execution before it used, because its trigger may have been sent.
 */
export const readFence =
  ({ ax, isRateLimited = false }: ActivityDeps) =>
  async ({ taskId, originalRunId, windows, experiment }: ReadFenceRequest): Promise<OpenedFence> => {
    if (isRateLimited && activityInfo().isLocal) throw notLocally();
    const { workflowId = '', runId = '' } = activityInfo().workflowExecution ?? {};
    if (originalRunId !== runId) {
      const earlier = await earlierTrigger(workflowId, originalRunId, runId);
      // One that found its name taken sent nothing.
      if (earlier !== null && earlier.fence.experiments.length === 0)
        return { ...earlier.fence, readBy: runId, reopened: { runId: earlier.runId } };
    }
    const runs = await runsNewestFirst(ax, taskId, isFenceRead);
    const fence = fenceOf(runs);
    const read = windows === undefined ? fence : fenceOfWindows(fence, runs, windows);
    const { datasetId = null, name = null } = experiment ?? {};
    const experiments = await experimentsByName(ax, datasetId, name);
    return { ...read, experiments, readBy: runId, reopened: null };
  };
