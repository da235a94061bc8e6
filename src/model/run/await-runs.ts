import { afterFailure, failedPollDelayMs, nextPollDelayMs, stalledPollDelayMs } from './polling.js';
import type { PollPolicy } from './polling.js';
import { DEFAULT_STALLED_AFTER_MS, isStalled, movementOf } from './movement.js';
import type { Movement } from './movement.js';
import type { HeldTurn } from './turn.js';
import type { WaitProgress } from './progress.js';
import type { RunReport } from '../api/task-run.js';
import { isTerminal } from '../api/task-run.js';

/** A bounded stretch of waiting for runs of one task (design/wait.md). */
export interface AwaitRunsRequest {
  /** Null: unknown; the runs are looked at one by one. */
  taskId: string | null;
  runIds: string[];
  poll: PollPolicy;
  /** The slice ends after this time by the Temporal server's clock, with a look at its end. */
  sliceMs: number;
  /** For so long a run that was never found may just not be visible yet, since it may be new; 0 when absent. */
  newForMs?: number;
  /** Those of `runIds` that may not be visible yet; all of them when absent. */
  newRunIds?: string[];
  /** How often in a row each run was not found by the looks before this slice; never when absent. */
  notFoundBefore?: Record<string, number>;
  /** Where the runs were at the end of the slice before; absent: not known. */
  movedBefore?: Movement[];
  /** From when on a run without movement is stalled, in milliseconds; the default when absent. */
  stalledAfterMs?: number;
  /** The slice ends as soon as a run is stalled. */
  endsWhenStalled?: true;
  /** A watcher may look after the run together with others of the task. */
  isShared?: true;
  /** What the caller saw of the run just before, which takes the place of the first look. */
  seen?: SeenRun;
  /** The answer to its trigger has just come: the first look may be left to the watcher. */
  isJustCreated?: true;
  /** A turn that the caller needs no more: the first look gives it back. */
  turn?: HeldTurn;
  /** Returns nothing about active runs: there may be a thousand of them in each slice. */
  isBrief?: true;
}

/** A run as a GET of it told. */
export interface SeenRun {
  report: RunReport;
  /** Before it was asked, in milliseconds since 1970 by Temporal's clock. */
  atMs: number;
}

/** What a slice saw. Both lists empty: nothing ended in this slice. */
export interface AwaitRunsResult {
  ended: RunReport[];
  /** Runs that the service does not know, confirmed by looks apart from each other. */
  gone: string[];
  /** The last report of each run that is still active. */
  latest: RunReport[];
  /** As in {@link WaitProgress}. */
  notFound: Record<string, number>;
  /** Where the runs are, those that have ended included. */
  moved: Movement[];
  /** The runs because of which the slice ended although they are active. */
  stalled: string[];
  /** The failure that ends the wait, if the looks of its watcher stayed refused. */
  refused?: RefusedLook;
}

/** A look that was refused, as a failure has it. */
export interface RefusedLook {
  /** A failure type. */
  type: string;
  message: string;
  details: unknown[];
}

/** The result of a slice whose looks failed. */
export const NOTHING_SEEN: AwaitRunsResult = {
  ended: [],
  gone: [],
  latest: [],
  notFound: {},
  moved: [],
  stalled: [],
};

/** One look at the runs: what was found, and which of them the service did not know. */
export interface PollResult {
  reports: RunReport[];
  missing: string[];
}

/** How long a run that was just created may take to be found by its id. */
export const NEW_RUN_MS = 60_000;

/** A run counts as gone once it was missing this often in a row. */
const LOOKS_UNTIL_GONE = 3;

export const NO_PROGRESS: WaitProgress = {
  runs: [],
  stalledAfterMs: DEFAULT_STALLED_AFTER_MS,
  dueMs: 0,
  looks: 0,
  failuresInARow: 0,
  refusedSinceMs: null,
  notFound: {},
  found: [],
  problem: null,
};

/** So many runs are told of in the progress: it crosses the wire at each heartbeat. */
const TOLD_RUNS = 100;

/** The progress at the beginning of a slice. */
export const firstProgress = ({
  notFoundBefore = {},
  movedBefore = [],
  stalledAfterMs = DEFAULT_STALLED_AFTER_MS,
  poll: { learned },
}: AwaitRunsRequest): WaitProgress => ({
  ...NO_PROGRESS,
  runs: movedBefore,
  stalledAfterMs,
  notFound: notFoundBefore,
  ...(learned === undefined ? {} : { learnedFrom: learned.runs }),
});

/**
 * The progress after a look at `nowMs` that was answered, by the Temporal server's clock. Only of `newRunIds` is it
 * remembered that they were found.
 */
export function afterPoll(
  before: WaitProgress,
  sight: PollResult,
  nowMs: number,
  newRunIds?: readonly string[],
): WaitProgress {
  const moved = new Map(before.runs.map((run) => [run.runId, run]));
  const found = sight.reports.map(({ runId }) => runId);
  const isNew = newRunIds === undefined ? null : new Set(newRunIds);
  return {
    ...before,
    runs: sight.reports
      .slice(0, TOLD_RUNS)
      .map((report) => movementOf(moved.get(report.runId), report, nowMs)),
    looks: before.looks + 1,
    failuresInARow: 0,
    refusedSinceMs: null,
    found: [...new Set([...before.found, ...found.filter((id) => isNew?.has(id) ?? true)])],
    notFound: Object.fromEntries(sight.missing.map((id) => [id, (before.notFound[id] ?? 0) + 1])),
    problem: null,
  };
}

/** The progress after a look that failed. `nowMs` is the attempt's time by the Temporal server's clock. */
export function afterFailedLook(
  before: WaitProgress,
  failure: { problem: string; isRefusal: boolean },
  nowMs: number,
): WaitProgress {
  return {
    ...before,
    looks: before.looks + 1,
    ...afterFailure(before, failure.isRefusal, nowMs),
    problem: failure.problem,
  };
}

/** What a look that was answered means for the slice. `mayBeNew`: what was never found may not be visible yet. */
export function resultOfLook(
  sight: PollResult,
  progress: WaitProgress,
  mayBeNew: (runId: string) => boolean = () => false,
  endsWhenStalled = false,
): AwaitRunsResult {
  const stalled = progress.runs.filter((run) => isStalled(run, progress.stalledAfterMs));
  const mayBeGone = (id: string): boolean => !mayBeNew(id) || progress.found.includes(id);
  return {
    ended: sight.reports.filter(isTerminal),
    gone: sight.missing.filter((id) => mayBeGone(id) && (progress.notFound[id] ?? 0) >= LOOKS_UNTIL_GONE),
    latest: sight.reports.filter((report) => !isTerminal(report)),
    notFound: progress.notFound,
    moved: progress.runs,
    stalled: endsWhenStalled ? stalled.map(({ runId }) => runId) : [],
  };
}

/** Whether a run that was never found may just not be visible yet, so long after the slice began. */
export const mayBeNew =
  ({ newForMs = 0, newRunIds }: AwaitRunsRequest, elapsedMs: number) =>
  (runId: string): boolean =>
    elapsedMs < newForMs && (newRunIds?.includes(runId) ?? true);

/** The delay until the next look; see `polling.ts`. */
export function delayAfter(
  progress: WaitProgress,
  poll: PollPolicy,
  elapsedMs: number,
  retryAfterMs: number | null,
  random: number,
): number {
  if (progress.failuresInARow > 0)
    return failedPollDelayMs(poll, progress.failuresInARow, retryAfterMs, random);
  return isStandstill(progress) ? stalledPollDelayMs(poll, random) : nextPollDelayMs(poll, elapsedMs, random);
}

/** Whether all runs are stalled. Unknown, and so false, if there are more runs than the progress lists. */
const isStandstill = ({ runs, stalledAfterMs }: WaitProgress): boolean =>
  runs.length > 0 && runs.length < TOLD_RUNS && runs.every((run) => isStalled(run, stalledAfterMs));
