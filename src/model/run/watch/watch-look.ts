import { isTerminal } from '../../api/task-run.js';
import { NOTHING_SEEN, afterPoll, delayAfter, resultOfLook } from '../await-runs.js';
import type { AwaitRunsResult, PollResult, RefusedLook } from '../await-runs.js';
import { movementOf, newlyStalled } from '../movement.js';
import type { Movement } from '../movement.js';
import { MIN_SHARED_POLL_MS, RUNS_OF_A_PAGE, isPatienceOver } from '../polling.js';
import type { WaitProgress } from '../progress.js';
import { waiterKey } from './waiter.js';
import type { Waiter } from './waiter.js';
import type { WatchRunsRequest } from './watch.js';

/** A wait that is over, with its result. */
export interface WaitOver {
  waiter: Waiter;
  result: AwaitRunsResult;
}

/** What is known before the first look: newcomers know where their runs were. */
export function firstSight({ waiters, memory, dueMs }: WatchRunsRequest, beganMs: number): WaitProgress {
  const runs = new Map(memory.runs.map((run) => [run.runId, run]));
  for (const { runId, moved } of waiters) {
    const known = runs.get(runId);
    if (known === undefined || known.seenMs < moved.seenMs)
      runs.set(runId, movementOf(known ?? moved, moved, moved.seenMs));
  }
  return { ...memory, runs: [...runs.values()], dueMs: Math.max(0, dueMs - beganMs) };
}

/** The memory after a look at `nowMs` that was answered. What it did not see stays as it was. */
export function afterSight(before: WaitProgress, sight: PollResult, nowMs: number): WaitProgress {
  const moved = new Map(before.runs.map((run) => [run.runId, run]));
  for (const report of sight.reports)
    moved.set(report.runId, movementOf(moved.get(report.runId), report, nowMs));
  return { ...afterPoll(before, sight, nowMs, []), runs: [...moved.values()] };
}

/** Whose waits a look at `nowMs` ends, and with what. */
export function waitsOver(
  waiters: readonly Waiter[],
  sight: PollResult,
  memory: WaitProgress,
  nowMs: number,
): WaitOver[] {
  const reports = new Map(sight.reports.map((report) => [report.runId, report]));
  const missing = new Set(sight.missing);
  const moved = new Map(memory.runs.map((run) => [run.runId, run]));
  return waiters.flatMap((waiter) => {
    const report = reports.get(waiter.runId);
    if (report === undefined && !missing.has(waiter.runId)) return [];
    const own: PollResult = {
      reports: report === undefined ? [] : [report],
      missing: report === undefined ? [waiter.runId] : [],
    };
    const result = resultOfLook(
      own,
      progressFor(waiter, memory, moved.get(waiter.runId)),
      () => nowMs < (waiter.newUntilMs ?? 0),
      waiter.endsWhenStalled,
    );
    return isOver(result) ? [{ waiter, result }] : [];
  });
}

const isOver = ({ ended, gone, stalled }: AwaitRunsResult): boolean =>
  ended.length > 0 || gone.length > 0 || stalled.length > 0;

function progressFor(waiter: Waiter, memory: WaitProgress, run: Movement | undefined): WaitProgress {
  const notFound = memory.notFound[waiter.runId];
  return {
    ...memory,
    runs: run === undefined ? [] : [movementFor(waiter, run)],
    stalledAfterMs: waiter.stalledAfterMs,
    notFound: notFound === undefined ? {} : { [waiter.runId]: notFound },
  };
}

/** A run's movement as a waiter has it, for which time counts from its own first look. */
function movementFor({ moved }: Waiter, run: Movement): Movement {
  const sinceMs = Math.max(run.sinceMs, moved.sinceMs);
  const stoodMs = isTerminal(run) ? 0 : run.seenMs - sinceMs;
  const longestMs = Math.max(moved.longestMs, stoodMs, Math.min(run.longestMs, run.seenMs - moved.sinceMs));
  return { ...run, sinceMs, longestMs };
}

/** Whose patience is over after a look at `nowMs` that was refused; each bears refusals for ten minutes of its own. */
export const patienceOver = (
  waiters: readonly Waiter[],
  { refusedSinceMs, failuresInARow }: WaitProgress,
  refused: RefusedLook,
  nowMs: number,
): WaitOver[] =>
  waiters
    .filter(({ registeredMs }) => {
      const sinceMs = refusedSinceMs === null ? null : Math.max(refusedSinceMs, registeredMs);
      return isPatienceOver({ failuresInARow, refusedSinceMs: sinceMs }, nowMs);
    })
    .map((waiter) => ({ waiter, result: { ...NOTHING_SEEN, refused } }));

/** The runs that this look found stalled, by what their most impatient waiters call stalled. */
export function stallsSeen(
  waiters: readonly Waiter[],
  before: WaitProgress,
  after: WaitProgress,
): Movement[] {
  return newlyStalled(
    before.runs,
    after.runs,
    Math.min(...waiters.map(({ stalledAfterMs }) => stalledAfterMs)),
  );
}

/** The runs that this look found stalled, for each waiter by what it calls stalled, with the execution that waits. */
export function waitedStalls(
  waiters: readonly Waiter[],
  before: WaitProgress,
  after: WaitProgress,
): { movement: Movement; workflowId: string; executionId: string }[] {
  const [were, are] = [before, after].map(({ runs }) => new Map(runs.map((run) => [run.runId, run])));
  return waiters.flatMap((waiter) => {
    const { runId, workflowId, executionId, stalledAfterMs } = waiter;
    const own = (runs: typeof were): Movement[] => {
      const run = runs?.get(runId);
      return run === undefined ? [] : [movementFor(waiter, run)];
    };
    return newlyStalled(own(were), own(are), stalledAfterMs).map((movement) => ({
      movement,
      workflowId,
      executionId,
    }));
  });
}

/** After this time a look reports what it remembers, which is lost if another one takes its place. */
const REPORT_AFTER_MS = 2 * 60_000;

/** Whether the watcher has to know of a look: the next one depends on it. */
export const isWorthReporting = (before: WaitProgress, after: WaitProgress, elapsedMs: number): boolean =>
  before.failuresInARow + after.failuresInARow > 0 ||
  Object.keys(after.notFound).length > 0 ||
  elapsedMs >= REPORT_AFTER_MS;

/**
 * So many times fewer requests than of as many waits alone are left over for looks that come sooner. Waits that would look
 * often by themselves are young: what they cost in all is little, and their delay is large beside how long they take.
 */
const FEWER = 10;
const FEWER_OFTEN = 4;
const OFTEN_MS = 5000;

/** What a look sees takes a while to reach its waiters, who want to know within the interval that they asked for. */
const IN_TIME = 1.06;

/**
 * How much sooner than a wait alone many waits of one task look, whose looks cost a page of the list for each hundred runs.
 * Those with an interval of their own keep it.
 */
function soonerBy({ poll }: Waiter, delayMs: number, waiters: number): number {
  if (poll.fixedMs !== null) return IN_TIME;
  const pages = Math.ceil(waiters / RUNS_OF_A_PAGE);
  const fewer = delayMs <= OFTEN_MS ? FEWER_OFTEN : FEWER;
  return Math.max(1, waiters / (fewer * pages));
}

/** The delay until the next look: the smallest that any waiter asks for, or less where many share it. */
export function watchDelayMs(
  waiters: readonly Waiter[],
  memory: WaitProgress,
  nowMs: number,
  retryAfterMs: number | null,
  random: number,
): number {
  const moved = new Map(memory.runs.map((run) => [run.runId, run]));
  const delays = waiters.map((waiter) => {
    const progress = progressFor(waiter, memory, moved.get(waiter.runId));
    const delayMs = delayAfter(progress, waiter.poll, nowMs - waiter.sinceMs, retryAfterMs, random);
    return memory.failuresInARow > 0 ? delayMs : delayMs / soonerBy(waiter, delayMs, waiters.length);
  });
  return Math.max(MIN_SHARED_POLL_MS, Math.round(Math.min(...delays)));
}

/**
 * The delay until the next look if so much of the interval has passed since this one was due: looks keep the interval although
 * each is late and takes a while.
 */
export const untilNextLookMs = (intervalMs: number, passedMs: number): number =>
  Math.max(MIN_SHARED_POLL_MS, intervalMs - passedMs);

/** Those who still wait after some were told. */
export const stillWaiting = (waiters: readonly Waiter[], told: readonly string[]): Waiter[] => {
  const isTold = new Set(told);
  return waiters.filter((waiter) => !isTold.has(waiterKey(waiter)));
};
