import { chainedRuns, isAfter } from '../../model/run/chained.js';
import type { ChainParent } from '../../model/run/chained.js';
import { reportOf } from '../../model/api/task-run.js';
import type { RunReport } from '../../model/api/task-run.js';
import type { ActivityDeps } from '../base/deps.js';
import { stillRunning } from '../base/failures.js';
import { runsNewestFirst } from './runs-newest-first.js';

export interface FindChainedRunsRequest {
  taskId: string;
  parent: ChainParent;
}

const DELAY_MS = 3000;

/**
 * The runs of an evaluation task that the service started after an experiment. One attempt is one look, as in
 * `awaitRuns`: while there are none it fails as `StillRunning`.
 */
export const findChainedRuns =
  ({ ax }: ActivityDeps) =>
  async ({ taskId, parent }: FindChainedRunsRequest): Promise<RunReport[]> => {
    const runs = await runsNewestFirst(ax, taskId, (read) => read.some((run) => !isAfter(run, parent)));
    const found = chainedRuns(runs, parent);
    if (found.length === 0)
      throw stillRunning(`task ${taskId}: its chained run has not shown up yet`, DELAY_MS);
    return found.map(reportOf);
  };
