import type { SpanCount, SpanCountRequest } from '../../model/quality/span-count.js';
import { groupsOf, isSample, shuffled, totalOf } from '../../model/quality/window-census.js';
import type { CountedWindow } from '../../model/quality/window-census.js';
import type { Interval } from '../../model/time/interval.js';
import { toUtc } from '../../model/time/window.js';
import { seededRandom } from '../../statistics/seeded-random.js';
import type { ActivityDeps } from '../base/deps.js';
import { NOTHING_WALKED, walkGroups } from './walk-groups.js';
import type { ReadCountedPage } from './walk-groups.js';
import { NOBODY, projectOf, spanPages } from './counted-pages.js';

/** How many spans start in a window, and the newest of them. Beyond the budget a sample of its parts is counted. */
export const spansInWindow =
  (deps: ActivityDeps) =>
  async (request: SpanCountRequest): Promise<SpanCount> => {
    const { startMs, endMs, of, filter, maxRequests } = request;
    const projectId = await projectOf(deps.ax, of);
    const read = spanPages(deps, { projectId, filter, evaluations: [], writers: NOBODY });
    return { projectId, ...(await countWindow({ startMs, endMs }, read, maxRequests)) };
  };

/** Into how many parts a window is cut of which a sample is counted. */
const PARTS = 64;
const SEED = 64;

async function countWindow(
  window: Interval,
  read: ReadCountedPage,
  maxRequests: number,
): Promise<Omit<SpanCount, 'projectId'>> {
  const halfOfBudget = Math.max(1, Math.ceil(maxRequests / 2));
  const whole = await walk([window], 1, read, halfOfBudget);
  const [counted] = whole.counted;
  if (counted !== undefined) {
    const newestAt = counted.newestMs === null ? null : toUtc(counted.newestMs);
    return { count: counted.spans, newestAt, isSample: false, requests: whole.requests };
  }
  const parts = partsOf(window);
  const sample = await walk(parts, PARTS, read, maxRequests - whole.requests);
  const census = { counted: sample.counted, windows: parts.length, requests: sample.requests };
  return {
    count: totalOf(census, ({ spans }) => spans).value,
    newestAt: newestOf(sample.counted),
    isSample: isSample(census),
    requests: whole.requests + sample.requests,
  };
}

async function walk(
  windows: readonly Interval[],
  maxGroups: number,
  read: ReadCountedPage,
  maxRequests: number,
) {
  const progress = structuredClone(NOTHING_WALKED);
  // The same parts for the same window: two counts of it differ only if its spans do.
  const groups = shuffled(groupsOf(windows, maxGroups), seededRandom(SEED));
  await walkGroups(windows, groups, read, { maxRequests, progress });
  return progress;
}

function partsOf({ startMs, endMs }: Interval): Interval[] {
  const border = (at: number): number => startMs + Math.round(((endMs - startMs) * at) / PARTS);
  return Array.from({ length: PARTS }, (_, at) => ({ startMs: border(at), endMs: border(at + 1) })).filter(
    (part) => part.startMs < part.endMs,
  );
}

function newestOf(counted: readonly CountedWindow[]): string | null {
  const times = counted.flatMap(({ newestMs }) => (newestMs === null ? [] : [newestMs]));
  return times.length === 0 ? null : toUtc(Math.max(...times));
}
