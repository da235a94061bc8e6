import type { AxClient } from '../../ax/ax-client.js';
import type { RunRef } from '../../model/api/requests.js';
import { referenceTo } from '../../model/api/resource-id.js';
import { isTerminal } from '../../model/api/task-run.js';
import type { TaskRun } from '../../model/api/task-run.js';
import { newLately } from '../../model/base/lately.js';
import { newRecentReads } from '../../model/base/recent-reads.js';
import type { ActivityDeps } from '../base/deps.js';

/** Once this many waits begin within a second, list pages of their tasks replace a GET for each. */
const MANY_WAITS = 4;
const BEGIN_WITHIN_MS = 1000;
const PAGE_USED_AGAIN = { usedForMs: 1000, many: 1 };

/** The tasks whose lists are asked: those of the last waits. */
const TASKS = { most: 10, forMs: 15_000 };
const PAGE = 100;

/**
 * The run that somebody waits for: by a GET, or while many waits begin in this process, by a page of the list of its task that is
 * at most a second old, if that shows it active. What is not active, or not on a page, a GET tells.
 */
export const seeRun = ({ ax, isRateLimited = false }: ActivityDeps) => {
  const begins = newLately({ most: MANY_WAITS, forMs: BEGIN_WITHIN_MS });
  const tasks = newLately(TASKS);
  const pages = newRecentReads<TaskRun[]>(PAGE_USED_AGAIN);
  return async (request: RunRef): Promise<TaskRun> => {
    const nowMs = performance.now();
    begins.note(request.runId, nowMs);
    const isMany = begins.recent(nowMs).length >= MANY_WAITS && !isRateLimited;
    const pageOf = (taskId: string) => pages.get(taskId, nowMs, () => newestPage(ax, taskId));
    const listed = isMany ? await activeIn(tasks.recent(nowMs).map(pageOf), request.runId) : null;
    if (listed !== null) return listed;
    const run = await ax.getRun(request);
    tasks.note(run.taskId, nowMs);
    return run;
  };
};

const newestPage = async (ax: AxClient, taskId: string): Promise<TaskRun[]> =>
  (await ax.listRuns({ task: referenceTo(taskId), limit: PAGE })).items;

async function activeIn(pages: readonly Promise<TaskRun[]>[], runId: string): Promise<TaskRun | null> {
  const read = await Promise.all(pages.map((page) => page.catch(() => [])));
  return read.flat().find((run) => run.id === runId && !isTerminal(run)) ?? null;
}
