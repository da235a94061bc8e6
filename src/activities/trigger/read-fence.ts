import { activityInfo } from '@temporalio/activity';
import type { AxClient } from '../../ax/ax-client.js';
import { fenceOf, fenceOfWindows, isFenceRead } from '../../model/run/fence.js';
import type { Fence } from '../../model/run/fence.js';
import { learnedPollingOf } from '../../model/run/learned-polling.js';
import type { ReadFenceRequest } from '../../model/run/trigger/opened-trigger.js';
import type { FormerTrigger } from '../../model/run/turn.js';
import type { OpenedFence, UnresolvedTrigger } from '../../model/run/unresolved.js';
import type { TaskRun } from '../../model/api/task-run.js';
import type { ActivityDeps } from '../base/deps.js';
import { earlierTrigger, unresolvedBefore } from './earlier-trigger.js';
import { MAX_POSTS } from '../../model/run/settling.js';
import { experimentsByName } from './experiments-by-name.js';
import { notLocally } from '../base/failures.js';
import { runsNewestFirst } from '../run/runs-newest-first.js';

/**
 * The newest runs of a task, read just before a POST (design/trigger-once.md, step 3): one short GET where the list is newest
 * first. In a workflow that was reset, or whose intent has a trigger before that ended unresolved, the fence which that one
 * used, because its trigger may have been sent.
 */
export const readFence =
  ({ ax, isRateLimited = false }: ActivityDeps) =>
  async (request: ReadFenceRequest): Promise<OpenedFence> => {
    const { taskId, originalRunId, windows, experiment, intent } = request;
    if (isRateLimited && activityInfo().isLocal) throw notLocally();
    const { workflowId = '', runId = '' } = activityInfo().workflowExecution ?? {};
    const earlier = await fenceBeforeReset(originalRunId);
    if (earlier !== null) return earlier;
    const { datasetId = null, name = null } = experiment ?? {};
    const reading = Promise.all([
      runsNewestFirst(ax, taskId, isFenceRead),
      experimentsByName(ax, datasetId, name),
    ]);
    // A trigger before that was not settled has a fence already, also if this one cannot be read.
    reading.catch(ignore);
    const left = intent === undefined ? null : await unresolvedBefore(intent, workflowId, runId);
    if (left !== null) return reopened(left);
    const [runs, experiments] = await reading;
    const fence = fenceOf(runs);
    const read = windows === undefined ? fence : fenceOfWindows(fence, runs, windows);
    return { ...readNow({ ...read, experiments }), ...learnedFrom(runs) };
  };

const ignore = (): void => undefined;

/** The fence of an intent that has its turn, in which `former` was the last one. */
export async function openFence(
  ax: AxClient,
  intent: { taskId: string; originalRunId: string; former: FormerTrigger; key: string | null },
): Promise<OpenedFence> {
  const { taskId, originalRunId, former, key } = intent;
  const earlier = await fenceBeforeReset(originalRunId);
  if (earlier !== null) return earlier;
  if (former.left !== null && former.left.key === key) return reopened(former.left);
  const runs = await runsNewestFirst(ax, taskId, isFenceRead);
  return { ...readNow(fenceOf(runs)), ...learnedFrom(runs) };
}

export function learnedFrom(runs: readonly TaskRun[]): Pick<OpenedFence, 'learned'> {
  const learned = learnedPollingOf(runs);
  return learned === null ? {} : { learned };
}

/** The fence that this workflow used before it was reset; null if it was not, or had none. */
async function fenceBeforeReset(originalRunId: string): Promise<OpenedFence | null> {
  const { workflowId = '', runId = '' } = activityInfo().workflowExecution ?? {};
  if (originalRunId === runId) return null;
  const earlier = await earlierTrigger(workflowId, originalRunId, runId);
  // One that found its name taken sent nothing.
  if (earlier === null || earlier.fence.experiments.length > 0) return null;
  return {
    ...earlier.fence,
    readBy: runId,
    reopened: { runId: earlier.runId, posts: MAX_POSTS, experimentName: null },
  };
}

const reopened = ({ fence, posts, experimentName }: UnresolvedTrigger): OpenedFence => ({
  ...readNow(fence),
  reopened: { runId: null, posts, experimentName },
});

export const readNow = (fence: Fence): OpenedFence => ({
  ...fence,
  readBy: activityInfo().workflowExecution?.runId ?? '',
  reopened: null,
});
