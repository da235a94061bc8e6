import { isBeyondFence } from '../../model/run/fence.js';
import type { Fence } from '../../model/run/fence.js';
import { instantMs } from '../../model/time/window.js';
import type { TaskRun } from '../../model/api/task-run.js';
import type { ActivityDeps } from '../base/deps.js';
import { runsNewestFirst } from '../run/runs-newest-first.js';

/** A run with its window, in milliseconds since 1970. */
export interface WindowRun {
  runId: string;
  startMs: number;
  endMs: number;
}

/** The runs of a task beyond a fence that have windows, the oldest first (design/backfill.md). */
export const findWindowRuns =
  ({ ax }: ActivityDeps) =>
  async ({ taskId, fence }: { taskId: string; fence: Fence }): Promise<WindowRun[]> => {
    const isBeforeFence = (run: TaskRun | undefined): boolean =>
      run !== undefined && !isBeyondFence(run, fence) && !fence.runIds.includes(run.id);
    const runs = await runsNewestFirst(ax, taskId, (read) => isBeforeFence(read.at(-1)));
    const byAge = runs.sort((a, b) => (instantMs(a.createdAt) ?? 0) - (instantMs(b.createdAt) ?? 0));
    return byAge.filter((run) => isBeyondFence(run, fence)).flatMap(withWindow);
  };

function withWindow({ id, dataStartTime, dataEndTime }: TaskRun): WindowRun[] {
  const startMs = instantMs(dataStartTime ?? '');
  const endMs = instantMs(dataEndTime ?? '');
  return startMs === null || endMs === null ? [] : [{ runId: id, startMs, endMs }];
}
