import { chainedRuns, isAfter } from '../../model/run/chained.js';
import type { ChainParent } from '../../model/run/chained.js';
import { reportOf } from '../../model/api/task-run.js';
import type { RunReport } from '../../model/api/task-run.js';
import type { ActivityDeps } from '../base/deps.js';
import type { AttemptClock } from '../base/attempt-clock.js';
import type { Looked } from '../base/patient-look.js';
import { runsNewestFirst } from './runs-newest-first.js';

export interface FindChainedRunsRequest {
  taskId: string;
  parent: ChainParent;
  /** How long the service may take to start them, in milliseconds. */
  withinMs: number;
}

const DELAY_MS = 3000;

/**
 * The runs of an evaluation task that the service started after an experiment; none if a look that was answered found none
 * when their time was over. One attempt is one look.
 */
export const findChainedRuns =
  ({ ax }: ActivityDeps) =>
  async (
    { taskId, parent, withinMs }: FindChainedRunsRequest,
    { elapsedMs }: AttemptClock,
  ): Promise<Looked<RunReport[]>> => {
    const runs = await runsNewestFirst(ax, taskId, (read) => read.some((run) => !isAfter(run, parent)));
    const found = chainedRuns(runs, parent);
    return found.length > 0 || elapsedMs >= withinMs
      ? { found: found.map(reportOf) }
      : { waitsFor: `task ${taskId}: its chained run has not shown up yet`, delayMs: DELAY_MS };
  };
