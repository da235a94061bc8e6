import type { AxClient } from '../../ax/ax-client.js';
import { definedOnly } from '../../model/base/objects.js';
import { isFenceRead } from '../../model/run/fence.js';
import { fencesOf } from '../../model/run/fences.js';
import type { Fences } from '../../model/run/fences.js';
import { learnedPollingOf } from '../../model/run/learned-polling.js';
import { newRecentReads } from '../../model/base/recent-reads.js';
import type { OpenedFence } from '../../model/run/unresolved.js';
import { runsNewestFirst } from '../run/runs-newest-first.js';

/** What the newest runs of a task say to a trigger of it. */
export interface NewestRuns {
  fences: Fences;
  learned: Pick<OpenedFence, 'learned'>;
}

/** Reads as many of a task's newest runs as a fence needs. */
export type ReadNewestRuns = (taskId: string) => Promise<NewestRuns>;

export const newestRunsNow =
  (ax: AxClient): ReadNewestRuns =>
  async (taskId) => {
    const runs = await runsNewestFirst(ax, taskId, isFenceRead);
    return {
      fences: fencesOf(runs),
      learned: definedOnly({ learned: learnedPollingOf(runs) ?? undefined }),
    };
  };

/**
 * A fence that few triggers read costs no service much; and a run that somebody starts by hand after it was read looks like one of
 * ours, so it is used for a short time.
 */
const USED_AGAIN = { usedForMs: 5000, many: 32 };

/** The same, or what another trigger of the task read in this process shortly before, while many begin. */
export function newestRunsOfLate(ax: AxClient): ReadNewestRuns {
  const reads = newRecentReads<NewestRuns>(USED_AGAIN);
  const now = newestRunsNow(ax);
  return (taskId) => reads.get(taskId, performance.now(), () => now(taskId));
}
