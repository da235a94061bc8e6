import { activityInfo } from '@temporalio/activity';
import type { Fence } from '../../model/run/fence.js';
import type { Fences } from '../../model/run/fences.js';
import type { ReadFenceRequest } from '../../model/run/trigger/opened-trigger.js';
import type { FormerTrigger } from '../../model/run/turn.js';
import type { Window } from '../../model/time/window.js';
import type { OpenedFence, UnresolvedTrigger } from '../../model/run/unresolved.js';
import type { ActivityDeps } from '../base/deps.js';
import { earlierTrigger, unresolvedBefore } from './earlier-trigger.js';
import { MAX_POSTS } from '../../model/run/settling.js';
import { experimentsByName } from './experiments-by-name.js';
import { notLocally } from '../base/failures.js';
import { newestRunsNow } from './newest-runs.js';
import type { ReadNewestRuns } from './newest-runs.js';

/**
 * The newest runs of a task, read just before a POST (design/trigger-once.md, step 3): one short GET where the list is newest
 * first. In a workflow that was reset, or whose intent has a trigger before that ended unresolved, the fence which that one
 * used, because its trigger may have been sent.
 */
export const readFence =
  ({ ax, isRateLimited = false }: ActivityDeps, newestRuns = newestRunsNow(ax)) =>
  async (request: ReadFenceRequest): Promise<OpenedFence> => {
    const { taskId, originalRunId, experiment, intent } = request;
    if (isRateLimited && activityInfo().isLocal) throw notLocally();
    const { workflowId = '', runId = '' } = activityInfo().workflowExecution ?? {};
    const earlier = await fenceBeforeReset(originalRunId);
    if (earlier !== null) return earlier;
    const { datasetId = null, name = null } = experiment ?? {};
    const reading = Promise.all([newestRuns(taskId), experimentsByName(ax, datasetId, name)]);
    // A trigger before that was not settled has a fence already, also if this one cannot be read.
    reading.catch(ignore);
    const left = intent === undefined ? null : await unresolvedBefore(intent, workflowId, runId);
    if (left !== null) return reopened(left);
    const [{ fences, learned }, experiments] = await reading;
    return { ...readNow({ ...fenceFor(fences, request), experiments }), ...learned };
  };

/** Experiments are those whose intent is asked. */
function fenceFor(fences: Fences, { windows, intent }: ReadFenceRequest): Fence {
  if (windows !== undefined) return fences.ofWindows(windows);
  return intent === undefined ? fences.whole : fences.ofNameless();
}

const ignore = (): void => undefined;

/** An intent that has its turn. */
interface IntentInTurn {
  taskId: string;
  /** Null: its runs have none. */
  window: Window | null;
  originalRunId: string;
  /** What the last one in the turn left. */
  former: FormerTrigger;
  key: string | null;
}

/** The fence of an intent that has its turn. */
export async function openFence(newestRuns: ReadNewestRuns, intent: IntentInTurn): Promise<OpenedFence> {
  const { taskId, window, originalRunId, former, key } = intent;
  const earlier = await fenceBeforeReset(originalRunId);
  if (earlier !== null) return earlier;
  if (former.left !== null && former.left.key === key) return reopened(former.left);
  const { fences, learned } = await newestRuns(taskId);
  return { ...readNow(window === null ? fences.whole : fences.ofWindows([window])), ...learned };
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
