import { isTerminal } from './task-run.js';
import { instantMs } from './window.js';
import type { TaskRun } from './task-run.js';

/** The newest runs of a task read just before a POST: whatever is newer may be ours (design section 4.1). */
export interface Fence {
  /** The newest `created_at` among the runs read, by the server's clock; null where the task had none. */
  newestCreatedAt: string | null;
  /** Ids of the runs read. */
  runIds: string[];
}

/** What tells our run from others of the same task in the list. */
export interface RunMark {
  taskId: string;
  window: { dataStartTime: string; dataEndTime: string } | null;
  /** The name of the experiment that the run is to create, and the dataset in which that name is unique. */
  experimentName: string | null;
  datasetId: string | null;
}

/** A run that may be ours. */
export interface Candidate {
  runId: string;
  createdAt: string;
  status: string;
  experimentId: string | null;
  /** False while the run's experiment is not known yet, so that it may be somebody else's. */
  isCertain: boolean;
}

/** The fence that a list of runs gives, in whatever order the list came. */
export function fenceOf(runs: readonly Pick<TaskRun, 'id' | 'createdAt'>[]): Fence {
  const newest = runs.reduce<string | null>(
    (best, run) => (best === null || isLater(run.createdAt, best) ? run.createdAt : best),
    null,
  );
  return { newestCreatedAt: newest, runIds: runs.map((run) => run.id) };
}

/** Whether a run is beyond the fence. Compares the server's times with the server's times only, never a local clock. */
export function isBeyondFence(run: Pick<TaskRun, 'id' | 'createdAt'>, fence: Fence): boolean {
  if (fence.runIds.includes(run.id)) return false;
  return fence.newestCreatedAt === null || !isLater(fence.newestCreatedAt, run.createdAt);
}

/**
 * Whether a run beyond the fence bears our mark: the same task and, for a window, exactly the echoed window; for an
 * experiment, one of `experimentIds` (the experiments of our name), or none yet while it goes on.
 */
export function bearsMark(run: TaskRun, mark: RunMark, experimentIds: readonly string[]): boolean {
  if (run.taskId !== mark.taskId) return false;
  if (mark.window !== null && !hasWindow(run, mark.window)) return false;
  if (mark.experimentName === null) return true;
  return run.experimentId === null ? !isTerminal(run) : experimentIds.includes(run.experimentId);
}

/** Whether runs come newest first. The list's order is not documented, so it is verified where it matters. */
export const isNewestFirst = (runs: readonly Pick<TaskRun, 'createdAt'>[]): boolean =>
  runs.every((run, i) => i === 0 || !isLater(run.createdAt, runs[i - 1]?.createdAt ?? run.createdAt));

/** Candidates from the oldest to the youngest: the oldest is kept. */
export const byAge = (candidates: readonly Candidate[]): Candidate[] =>
  [...candidates].sort(
    (a, b) => (instantMs(a.createdAt) ?? 0) - (instantMs(b.createdAt) ?? 0) || compareText(a.runId, b.runId),
  );

const isLater = (a: string, b: string): boolean => (instantMs(a) ?? 0) > (instantMs(b) ?? 0);

const hasWindow = (run: TaskRun, window: { dataStartTime: string; dataEndTime: string }): boolean =>
  isSameInstant(run.dataStartTime, window.dataStartTime) &&
  isSameInstant(run.dataEndTime, window.dataEndTime);

const isSameInstant = (a: string | null, b: string): boolean => a !== null && instantMs(a) === instantMs(b);

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
