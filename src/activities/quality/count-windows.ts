import type { CountWindowsRequest, CountedWindows } from '../../model/backfill/plan-census.js';
import { windowsIn } from '../../model/backfill/window-list.js';
import { groupsOf, shuffled } from '../../model/quality/window-census.js';
import type { Interval } from '../../model/time/interval.js';
import { seededRandom } from '../../statistics/seeded-random.js';
import type { ActivityDeps } from '../base/deps.js';
import type { AttemptClock } from '../base/attempt-clock.js';
import type { Kept, Looked } from '../base/patient-look.js';
import { NOBODY, spanPages } from './counted-pages.js';
import { spansOfTask } from './spans-of-task.js';
import { NOTHING_WALKED, walkGroups } from './walk-groups.js';
import type { ReadCountedPage, WalkProgress } from './walk-groups.js';

/**
 * Counts the spans of windows, and how many of them carry the evaluations of a task: of all windows within the budget of
 * requests, or of a sample. It continues after the group that was read last.
 */
export const countWindows =
  (deps: ActivityDeps) =>
  async (
    { taskId, windows: list, maxRequests }: CountWindowsRequest,
    _clock: AttemptClock,
    kept: Kept<WalkProgress>,
  ): Promise<Looked<CountedWindows>> => {
    const { projectId, evaluations, selection } = await spansOfTask(deps.ax, taskId);
    const { filter, samplingRate } = selection;
    const windows = windowsIn(list);
    const read = spanPages(deps, { projectId, filter, evaluations, writers: NOBODY });
    const { counted, requests } = await walkSample(windows, read, maxRequests, kept);
    return { found: { counted, windows: windows.length, requests, evaluations, filter, samplingRate } };
  };

/** How many groups there are for each request that may be sent: even an empty group costs one. */
const GROUPS_PER_REQUEST = 0.25;
const SEED = 20_261_130;

/** Walks windows in an order that chance chooses, so that what the budget allows for is a sample. */
export async function walkSample(
  windows: readonly Interval[],
  read: ReadCountedPage,
  maxRequests: number,
  kept: Kept<WalkProgress>,
): Promise<WalkProgress> {
  const groups = groupsOf(windows, Math.ceil(maxRequests * GROUPS_PER_REQUEST));
  const of = textOf(windows);
  if (kept.value?.of !== of) kept.value = { ...structuredClone(NOTHING_WALKED), of };
  const progress = kept.value;
  const onRead: ReadCountedPage = async (window, cursor) => {
    const page = await read(window, cursor);
    kept.isAnswered = true;
    return page;
  };
  await walkGroups(windows, shuffled(groups, seededRandom(SEED)), onRead, { maxRequests, progress });
  return progress;
}

/** The windows that an earlier attempt walked may have been others. */
const textOf = (windows: readonly Interval[]): string =>
  [windows.length, sumOf(windows, ({ startMs }) => startMs), sumOf(windows, ({ endMs }) => endMs)].join(' ');

const sumOf = (windows: readonly Interval[], of: (window: Interval) => number): number =>
  windows.reduce((sum, window) => sum + of(window), 0);
