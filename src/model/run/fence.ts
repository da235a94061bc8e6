import { isTerminalStatus } from '../api/task-run.js';
import { instantMs } from '../time/window.js';
import type { TaskRun } from '../api/task-run.js';

/** The newest runs of a task read just before a POST: whatever is newer may be ours (design/trigger-once.md). */
export interface Fence {
  /** The newest `created_at` among the runs read, by the server's clock; null where the task had none. */
  newestCreatedAt: string | null;
  /** Ids of the runs read that are about as new as the newest. */
  runIds: string[];
  /** The experiments that had our name already: none of them is ours. Empty if the name is not looked up. */
  experiments: ExistingExperiment[];
  /** Of the runs read, it holds only those that may be taken for the intent's; absent: all that are about as new as the newest. */
  isPartial?: true;
}

/** An experiment that has a name which a trigger asks for. */
export interface ExistingExperiment {
  id: string;
  /** By the service's clock; null if the service does not tell. */
  createdAt: string | null;
}

/** What a look back to the fence found. */
export interface Seen {
  /** Oldest first. */
  candidates: Candidate[];
  /** The experiments of our name that did not exist at the fence. */
  experimentIds: string[];
  /** The execution (Temporal run ID) that looked. */
  readBy: string;
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

/**
 * Several hosts of the service may write `created_at`, and their clocks need not agree to the second: a run this much
 * older than the newest one may still have been created after it.
 */
const SKEW_MS = 60_000;

/** The fence that a list of runs gives, in whatever order the list came. */
export function fenceOf(runs: readonly Pick<TaskRun, 'id' | 'createdAt'>[]): Fence {
  let newest: { createdAt: string; ms: number } | null = null;
  const times = runs.map(({ createdAt }) => instantMs(createdAt) ?? 0);
  for (const [at, { createdAt }] of runs.entries()) {
    const ms = times[at] ?? 0;
    if (newest === null || ms > newest.ms) newest = { createdAt, ms };
  }
  const nearMs = (newest?.ms ?? 0) - SKEW_MS;
  const near = runs.filter((_run, at) => (times[at] ?? 0) >= nearMs);
  return { newestCreatedAt: newest?.createdAt ?? null, runIds: near.map(({ id }) => id), experiments: [] };
}

/**
 * Whether a run is beyond the fence. Compares the server's times with the server's times only, never a local clock. One that is
 * later than all that were read is beyond it even with the ID of one of them, as after a reset of the simulator.
 */
export function isBeyondFence(run: Pick<TaskRun, 'id' | 'createdAt'>, fence: Fence): boolean {
  const { newestCreatedAt, runIds } = fence;
  if (newestCreatedAt === null || isLater(run.createdAt, newestCreatedAt)) return true;
  return !runIds.includes(run.id) && !isOlder(run.createdAt, newestCreatedAt);
}

/** Whether an answer to a trigger beyond the fence may name this run: one that existed at the fence is another trigger's. */
export const isNewAt = (run: Pick<TaskRun, 'id' | 'createdAt'>, fence: Fence): boolean =>
  isBeyondFence(run, fence) &&
  (fence.isPartial !== true ||
    fence.newestCreatedAt === null ||
    !isLater(fence.newestCreatedAt, run.createdAt));

/** Whether a run is so much older than `createdAt` that no difference between clocks explains it. */
const isOlder = (runCreatedAt: string, createdAt: string): boolean =>
  (instantMs(runCreatedAt) ?? 0) < (instantMs(createdAt) ?? 0) - SKEW_MS;

/** Whether enough of a list that comes newest first was read to make a fence of it. */
export function isFenceRead(runs: readonly Pick<TaskRun, 'createdAt'>[]): boolean {
  const [newest] = runs;
  const last = runs.at(-1);
  return newest === undefined || last === undefined || isOlder(last.createdAt, newest.createdAt);
}

/**
 * Whether a run beyond the fence bears our mark: the same task and, for a window, exactly the echoed window; for an
 * experiment, one of `experimentIds` (the new experiments of our name), or none that the service tells.
 */
export function bearsMark(run: TaskRun, mark: RunMark, experimentIds: readonly string[]): boolean {
  if (run.taskId !== mark.taskId) return false;
  if (mark.window !== null && !hasWindow(run, mark.window)) return false;
  if (mark.experimentName === null) return true;
  return run.experimentId === null || experimentIds.includes(run.experimentId);
}

/** The candidates that are known to be ours. */
export const certainOf = ({ candidates }: Seen): Candidate[] =>
  candidates.filter((candidate) => candidate.isCertain);

/** Whether an active candidate does not name its experiment yet. */
export const mayStillTell = ({ candidates }: Seen): boolean =>
  candidates.some(({ isCertain, status }) => !isCertain && !isTerminalStatus(status));

/**
 * The run that must be ours although it does not tell its experiment: there is an experiment of our name (or the service
 * refused another one of that name), and no other run can have made it. Empty where that is not so.
 */
export function onlyMaker({ candidates, experimentIds }: Seen, isNameTaken: boolean): Candidate[] {
  const isMade = isNameTaken || experimentIds.length > 0;
  return isMade && candidates.length === 1 ? candidates : [];
}

/** The candidates that a POST before or of the kept run can have made: none that is younger than it. */
export const madeByEarlierPost = (
  candidates: readonly Candidate[],
  kept: { createdAt: string },
): Candidate[] => candidates.filter(({ createdAt }) => !isOlder(kept.createdAt, createdAt));

/** Whether runs come newest first. The list's order is not documented, so it is verified where it matters. */
export function isNewestFirst(runs: readonly Pick<TaskRun, 'createdAt'>[]): boolean {
  const times = runs.map(({ createdAt }) => instantMs(createdAt) ?? 0);
  return times.every((ms, at) => at === 0 || ms <= (times[at - 1] ?? ms));
}

/** Candidates from the oldest to the youngest: the oldest is kept. */
export const byAge = (candidates: readonly Candidate[]): Candidate[] =>
  [...candidates].sort(
    (a, b) => (instantMs(a.createdAt) ?? 0) - (instantMs(b.createdAt) ?? 0) || compareText(a.runId, b.runId),
  );

/** What tells a run from all others: the simulator gives an ID again after a reset. */
export type RunIdentity = Pick<Candidate, 'runId' | 'createdAt'>;

/** Whether two are one run. */
export const isSameRun = (a: RunIdentity, b: RunIdentity): boolean =>
  a.runId === b.runId && isSameInstant(a.createdAt, b.createdAt);

const isLater = (a: string, b: string): boolean => (instantMs(a) ?? 0) > (instantMs(b) ?? 0);

const hasWindow = (run: TaskRun, window: { dataStartTime: string; dataEndTime: string }): boolean =>
  isSameInstant(run.dataStartTime, window.dataStartTime) &&
  isSameInstant(run.dataEndTime, window.dataEndTime);

const isSameInstant = (a: string | null, b: string): boolean => a !== null && instantMs(a) === instantMs(b);

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
