import type { AxClient } from '../../ax/ax-client.js';
import { isNewestFirst } from '../../model/run/fence.js';
import { referenceTo } from '../../model/api/resource-id.js';
import type { TaskRun } from '../../model/api/task-run.js';
import { BrokenAnswerError } from '../../ax/base/errors.js';
import { failure } from '../base/failures.js';

const MAX_PAGES = 200;

/**
 * Reads a task's runs from the newest on until `isEnough`, which is asked only while the pages did come newest first:
 * that order is not documented, and without it every page is needed to know the newest. Fails as `TriggerUnresolved`
 * if that would take more than 20,000 runs.
 */
export async function runsNewestFirst(
  ax: AxClient,
  taskId: string,
  isEnough: (runs: TaskRun[]) => boolean,
): Promise<TaskRun[]> {
  const runs: TaskRun[] = [];
  const seen = new Set<string>();
  let cursor: string | null = null;
  for (let page = 0; page < MAX_PAGES; page++) {
    const next: { items: TaskRun[]; nextCursor: string | null } = await ax.listRuns({
      task: referenceTo(taskId),
      limit: 100,
      ...(cursor === null ? {} : { cursor }),
    });
    runs.push(...next.items);
    cursor = next.nextCursor;
    if (cursor !== null && seen.has(cursor)) throw repeatedCursor(taskId);
    seen.add(cursor ?? '');
    if (cursor === null || (isNewestFirst(runs) && isEnough(runs))) return runs;
  }
  throw failure(
    'TriggerUnresolved',
    `task ${taskId}: after ${runs.length} runs, not listed newest first, its newest runs are still not known; ` +
      'delete old runs, or trigger it by hand',
  );
}

// A walk that goes in a circle proves nothing; the next one begins at the first page.
export const repeatedCursor = (taskId: string): BrokenAnswerError =>
  new BrokenAnswerError(`Cannot list runs of task ${taskId}: the service returned the same cursor twice.`, {
    status: 200,
  });
