import type { AxClient } from '../ax/ax-client.js';
import { isAxError } from '../ax/errors/index.js';
import type { AwaitRunsRequest, Sight } from '../model/await-runs.js';
import { referenceTo } from '../model/resource-id.js';
import { reportOf } from '../model/run-report.js';
import type { RunReport } from '../model/run-report.js';
import { isTerminal } from '../model/task-run.js';

/** Up to this many runs are looked at one by one; for more, pages of the list say where to look. */
const MAX_SINGLE_LOOKS = 3;

/** One look at all the runs (design section 4.2). An end is believed only from a GET of the run itself. */
export async function lookAtRuns(ax: AxClient, { taskId, runIds }: AwaitRunsRequest): Promise<Sight> {
  if (taskId === null || runIds.length <= MAX_SINGLE_LOOKS) return lookOneByOne(ax, runIds);
  const listed = await listedRuns(ax, taskId, new Set(runIds));
  const goingOn = [...listed.values()].filter((report) => !isTerminal(report));
  const known = new Set(goingOn.map((report) => report.runId));
  const confirmed = await lookOneByOne(
    ax,
    runIds.filter((id) => !known.has(id)),
  );
  return { reports: [...goingOn, ...confirmed.reports], missing: confirmed.missing };
}

async function lookOneByOne(ax: AxClient, runIds: string[]): Promise<Sight> {
  const sight: Sight = { reports: [], missing: [] };
  for (const runId of runIds) {
    const report = await getReport(ax, runId);
    if (report === null) sight.missing.push(runId);
    else sight.reports.push(report);
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

async function listedRuns(
  ax: AxClient,
  taskId: string,
  wanted: Set<string>,
): Promise<Map<string, RunReport>> {
  const found = new Map<string, RunReport>();
  for await (const run of ax.eachRun({ task: referenceTo(taskId), limit: 100 })) {
    if (wanted.has(run.id)) found.set(run.id, reportOf(run));
    if (found.size === wanted.size) break;
  }
  return found;
}
