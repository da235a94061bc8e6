import type { AxClient } from '../../ax/ax-client.js';
import { NotFoundError } from '../../ax/base/errors.js';
import { referenceTo } from '../../model/api/resource-id.js';
import type { Task } from '../../model/api/task.js';
import type { SpanWindow } from '../../model/gate/baseline-windows.js';
import type { MeasuredStep, MeasuredWindow } from '../../model/gate/gate.js';
import { mergeIntervals } from '../../model/time/interval.js';
import { instantMs } from '../../model/time/window.js';
import { patiently } from './patiently.js';

/** Where evaluations of a step's runs are looked for; or why that is not known. */
export type WindowsOf = (step: MeasuredStep) => Promise<SpanWindow[] | { missing: string }>;

/** Runs of which the workflow does not know the window are asked for; more are too many for one gate. */
const MAX_RUNS = 100;

/** Looks up tasks and runs, each once. */
export function stepWindows(ax: AxClient): WindowsOf {
  const tasks = new Map<string, Task | null>();
  const taskOf = async (taskId: string): Promise<Task | null> => {
    const known = tasks.get(taskId);
    if (known !== undefined) return known;
    const task = await orNull(() => ax.getTask({ task: referenceTo(taskId) }));
    tasks.set(taskId, task);
    return task;
  };
  const known = new Map<string, SpanWindow[] | { missing: string }>();
  return async (step) => {
    const key = JSON.stringify([step.of, step.runIds]);
    const before = known.get(key);
    if (before !== undefined) return before;
    const runs = await windowsOfRuns(ax, step);
    const windows = 'missing' in runs ? runs : await inProjects(runs, taskOf);
    known.set(key, windows);
    return windows;
  };
}

async function orNull<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await patiently(read);
  } catch (error) {
    if (error instanceof NotFoundError) return null;
    throw error;
  }
}

async function windowsOfRuns(
  ax: AxClient,
  { of, runIds, windows = [] }: MeasuredStep,
): Promise<MeasuredWindow[] | { missing: string }> {
  const unknown = runIds.filter((id) => !windows.some(({ runId }) => runId === id));
  if (unknown.length > MAX_RUNS)
    return { missing: `step ${of} has ${unknown.length} runs, and a gate reads the windows of ${MAX_RUNS}` };
  const found: MeasuredWindow[] = [...windows];
  for (const runId of unknown) {
    const run = await orNull(() => ax.getRun({ runId }));
    if (run === null) return { missing: `the run ${runId} is not there (deleted, or not for this key)` };
    const { taskId, dataStartTime: start, dataEndTime: end } = run;
    if (start === null || end === null)
      return { missing: `the run ${runId} of step ${of} has no experiment and no window` };
    found.push({ runId, taskId, start, end });
  }
  return found;
}

async function inProjects(
  windows: readonly MeasuredWindow[],
  taskOf: (taskId: string) => Promise<Task | null>,
): Promise<SpanWindow[] | { missing: string }> {
  const found: SpanWindow[] = [];
  for (const taskId of new Set(windows.map((window) => window.taskId))) {
    const task = await taskOf(taskId);
    if (task === null) return { missing: `the task ${taskId} is not there (deleted, or not for this key)` };
    const { projectId, queryFilter: filter } = task;
    if (projectId === null) return { missing: `the task ${task.name} evaluates no project` };
    const own = windows.filter((window) => window.taskId === taskId);
    found.push(...joined(own).map((window) => ({ projectId, taskId, filter, ...window })));
  }
  return found;
}

/** Windows that touch are read as one, with the runs of all of them. */
function joined(windows: readonly MeasuredWindow[]): Pick<SpanWindow, 'startMs' | 'endMs' | 'runIds'>[] {
  const placed = windows.map(({ runId, start, end }) => ({
    ...{ runId, startMs: instantMs(start) ?? 0, endMs: instantMs(end) ?? 0 },
  }));
  return mergeIntervals(placed).map(({ startMs, endMs }) => ({
    ...{ startMs, endMs },
    runIds: placed.flatMap((each) => (each.startMs >= startMs && each.endMs <= endMs ? [each.runId] : [])),
  }));
}
