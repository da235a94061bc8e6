import type { AxClient } from '../../ax/ax-client.js';
import { isAxError } from '../../ax/base/errors.js';
import type { AwaitRunsRequest, PollResult } from '../../model/run/await-runs.js';
import { referenceTo } from '../../model/api/resource-id.js';
import { isTerminal, reportOf } from '../../model/api/task-run.js';
import type { RunReport } from '../../model/api/task-run.js';

/** Up to this many runs are looked at one by one; for more, pages of the list say where to look. */
const MAX_SINGLE_LOOKS = 3;

const PAGE = 100;
/** GETs at once in one look. */
const AT_ONCE = 8;

/** One look at all the runs (design/wait.md). An end is believed only from a GET of the run itself. */
export async function pollRuns(ax: AxClient, { taskId, runIds }: AwaitRunsRequest): Promise<PollResult> {
  if (taskId === null || runIds.length <= MAX_SINGLE_LOOKS) return pollOneByOne(ax, runIds);
  return confirm(ax, runIds, await listedRuns(ax, taskId, new Set(runIds)));
}

/**
 * One look at the runs that a watcher looks after, of which `inList` or more lie on the newest pages. Without a list,
 * as after a task was deleted, the runs are asked for one by one: whoever waits alone needs no list either.
 */
export async function pollWatchedRuns(
  ax: AxClient,
  taskId: string,
  runIds: string[],
  inList: number,
): Promise<PollResult> {
  if (runIds.length <= MAX_SINGLE_LOOKS) return pollOneByOne(ax, runIds);
  return confirm(ax, runIds, await listedRuns(ax, taskId, new Set(runIds), inList).catch(withoutList));
}

function withoutList(error: unknown): Map<string, RunReport> {
  if (!isAxError(error) || error.retryAfterMs !== null) throw error;
  return new Map();
}

/** Asks for those runs of which the list does not say that they are active. */
async function confirm(ax: AxClient, runIds: string[], listed: Map<string, RunReport>): Promise<PollResult> {
  const goingOn = [...listed.values()].filter((report) => !isTerminal(report));
  const known = new Set(goingOn.map((report) => report.runId));
  const confirmed = await pollOneByOne(
    ax,
    runIds.filter((id) => !known.has(id)),
  );
  return { reports: [...goingOn, ...confirmed.reports], missing: confirmed.missing };
}

/**
 * Ends that were seen are not given up because another GET failed: of many, some fail at any time. After the first that
 * fails no more are sent.
 */
async function pollOneByOne(ax: AxClient, runIds: string[]): Promise<PollResult> {
  const sight: PollResult = { reports: [], missing: [] };
  for (let at = 0; at < runIds.length; at += AT_ONCE) {
    const some = runIds.slice(at, at + AT_ONCE);
    const looks = await Promise.allSettled(some.map((runId) => getReport(ax, runId)));
    for (const [each, look] of looks.entries()) {
      if (look.status === 'rejected') continue;
      if (look.value === null) sight.missing.push(some[each] ?? '');
      else sight.reports.push(look.value);
    }
    const failed = looks.find(({ status }) => status === 'rejected');
    if (failed?.status !== 'rejected') continue;
    if (sight.reports.some(isTerminal)) return sight;
    throw failed.reason;
  }
  return sight;
}

async function getReport(ax: AxClient, runId: string): Promise<RunReport | null> {
  try {
    return reportOf(await ax.getRun({ runId }));
  } catch (error) {
    if (isAxError(error) && error.kind === 'AxNotFound') return null;
    throw error;
  }
}

/**
 * Those of the runs that the newest pages tell of: as many as hold them all where no others lie between them, and one
 * more. A task may have any number of runs, so the rest is looked at one by one.
 */
async function listedRuns(
  ax: AxClient,
  taskId: string,
  wanted: Set<string>,
  inList = 0,
): Promise<Map<string, RunReport>> {
  const found = new Map<string, RunReport>();
  const atMost = (Math.ceil(Math.max(inList, wanted.size) / PAGE) + 1) * PAGE;
  let read = 0;
  for await (const run of ax.eachRun({ task: referenceTo(taskId), limit: PAGE })) {
    if (wanted.has(run.id)) found.set(run.id, reportOf(run));
    if (found.size === wanted.size || ++read >= atMost) break;
  }
  return found;
}
