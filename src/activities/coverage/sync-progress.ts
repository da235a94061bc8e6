import type { SyncMark } from '../../model/coverage/coverage-messages.js';
import { fenceOf, isNewestFirst } from '../../model/run/fence.js';
import type { Fence } from '../../model/run/fence.js';
import type { TaskRun } from '../../model/api/task-run.js';

type Seen = Pick<TaskRun, 'id' | 'createdAt'>;

/** How far a sync is. Heartbeat, so that it can be gone on with. */
export interface SyncProgress {
  /** Up to where the list was read before; null: all of it is read. */
  mark: SyncMark | null;
  /** Months whose ledger was found to be lost, and as what those of the others were begun (`CoverageIndex`). */
  lost: string[];
  begunAs: Record<string, string>;
  /** Where the next page begins; null: at the beginning. */
  cursor: string | null;
  /** All pages that are needed were read. */
  isListed: boolean;
  /** Whether the runs came newest first so far, and the last of them. */
  isNewestFirst: boolean;
  last: Seen | null;
  /** The newest runs read. */
  newest: Seen[];
  /** Runs of the sync before that had not ended, and were not met so far. */
  toLookAt: string[];
  /** Active runs with a window. */
  unended: string[];
  read: number;
  added: number;
  /** The most runs read so far, also before it started over. */
  furthest: number;
}

export const beginSync = (
  from: Pick<SyncProgress, 'mark' | 'lost' | 'begunAs' | 'furthest'>,
): SyncProgress => ({
  ...from,
  cursor: null,
  isListed: false,
  isNewestFirst: true,
  last: null,
  newest: [],
  toLookAt: from.mark?.unended ?? [],
  unended: [],
  read: 0,
  added: 0,
});

/**
 * Notes a page of the list; what is recorded of it is noted by whoever does that. Returns whether the sync got further than
 * it was before.
 */
export function notePage(
  progress: SyncProgress,
  runs: readonly TaskRun[],
  nextCursor: string | null,
): boolean {
  const seen = runs.map(({ id, createdAt }) => ({ id, createdAt }));
  const met = new Set(runs.map(({ id }) => id));
  const { last } = progress;
  progress.isNewestFirst &&= isNewestFirst(last === null ? seen : [last, ...seen]);
  progress.last = seen.at(-1) ?? last;
  progress.newest = newestOf([...progress.newest, ...seen]);
  progress.toLookAt = progress.toLookAt.filter((id) => !met.has(id));
  progress.read += runs.length;
  progress.cursor = nextCursor;
  const isNew = progress.read > progress.furthest;
  progress.furthest = Math.max(progress.furthest, progress.read);
  return isNew;
}

export const fenceOfSync = ({ newest }: SyncProgress): Fence => fenceOf(newest);

function newestOf(seen: readonly Seen[]): Seen[] {
  const ids = new Set(fenceOf(seen).runIds);
  return [...new Map(seen.filter(({ id }) => ids.has(id)).map((run) => [run.id, run])).values()];
}
