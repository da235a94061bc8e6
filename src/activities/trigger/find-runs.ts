import { activityInfo, getClient } from '@temporalio/activity';
import { bearsMark, byAge, isBeyondFence, isSameRun } from '../../model/run/fence.js';
import type { Candidate, Fence, RunMark, Seen } from '../../model/run/fence.js';
import type { TaskRun } from '../../model/api/task-run.js';
import type { ActivityDeps } from '../base/deps.js';
import { experimentsByName } from './experiments-by-name.js';
import { runsNewestFirst } from '../run/runs-newest-first.js';
import { runsOfOthers } from './runs-of-others.js';

export interface FindRunsRequest {
  fence: Fence;
  mark: RunMark;
}

/** The runs beyond the fence that bear our mark and are not known to be another's, oldest first (design/trigger-once.md, step 6). */
export const findRuns =
  ({ ax }: ActivityDeps) =>
  async ({ fence, mark }: FindRunsRequest): Promise<Seen> => {
    const named = await experimentsByName(ax, mark.datasetId, mark.experimentName);
    const isOld = (id: string): boolean => fence.experiments.some((former) => former.id === id);
    const experimentIds = named.map(({ id }) => id).filter((id) => !isOld(id));
    const isBeforeFence = (run: TaskRun | undefined): boolean =>
      run !== undefined && !isBeyondFence(run, fence) && !fence.runIds.includes(run.id);
    const runs = await runsNewestFirst(ax, mark.taskId, (read) => isBeforeFence(read.at(-1)));
    const ours = runs.filter((run) => isBeyondFence(run, fence) && bearsMark(run, mark, experimentIds));
    const found = byAge(ours.map((run) => candidateOf(run, mark)));
    return {
      candidates: await withoutOthers(found, mark),
      experimentIds,
      readBy: activityInfo().workflowExecution?.runId ?? '',
    };
  };

const candidateOf = (run: TaskRun, mark: RunMark): Candidate => ({
  runId: run.id,
  createdAt: run.createdAt,
  status: run.status,
  experimentId: run.experimentId,
  isCertain: mark.experimentName === null || run.experimentId !== null,
});

/** Leaves out the runs that other workflows triggered in the same turn. An experiment takes no turn, since its name identifies it. */
async function withoutOthers(candidates: Candidate[], mark: RunMark): Promise<Candidate[]> {
  if (candidates.length === 0 || mark.experimentName !== null) return candidates;
  const { workflowId = '', runId = '' } = activityInfo().workflowExecution ?? {};
  const others = await runsOfOthers(getClient(), mark, { workflowId, runId });
  return candidates.filter((each) => !others.some((other) => isSameRun(each, other)));
}
