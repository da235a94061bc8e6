import type { AxClient } from '../ax/ax-client.js';
import { isNewestFirst } from '../model/fence.js';
import { referenceTo } from '../model/resource-id.js';
import type { TaskRun } from '../model/task-run.js';

/** Two thousand runs: far more than one task gets between a fence and a look at most minutes later. */
const MAX_PAGES = 20;

/**
 * Reads a task's runs from the newest on until `isEnough`, which is asked only while the pages did come newest first:
 * that order is not documented, and without it every page is needed to know the newest.
 */
export async function runsNewestFirst(
  ax: AxClient,
  taskId: string,
  isEnough: (runs: TaskRun[]) => boolean,
): Promise<TaskRun[]> {
  const runs: TaskRun[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MAX_PAGES; page++) {
    const next: { items: TaskRun[]; nextCursor: string | null } = await ax.listRuns({
      task: referenceTo(taskId),
      limit: 100,
      ...(cursor === null ? {} : { cursor }),
    });
    runs.push(...next.items);
    cursor = next.nextCursor;
    if (cursor === null || (isNewestFirst(runs) && isEnough(runs))) break;
  }
  return runs;
}
