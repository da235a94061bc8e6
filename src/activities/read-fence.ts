import { fenceOf } from '../model/fence.js';
import type { Fence } from '../model/fence.js';
import type { ActivityDeps } from './deps.js';
import { runsNewestFirst } from './runs-newest-first.js';

/** The newest runs of a task, read just before a POST (design section 4.1, step 2). One short GET where the list is newest first. */
export const readFence =
  ({ ax }: ActivityDeps) =>
  async ({ taskId }: { taskId: string }): Promise<Fence> =>
    fenceOf(await runsNewestFirst(ax, taskId, () => true));
