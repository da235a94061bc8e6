import { activityInfo, getClient, heartbeat } from '@temporalio/activity';
import { isAxError } from '../../ax/base/errors.js';
import type { AxError } from '../../ax/base/errors.js';
import { afterFailedLook } from '../../model/run/await-runs.js';
import type { RefusedLook } from '../../model/run/await-runs.js';
import type { WaitProgress } from '../../model/run/progress.js';
import {
  afterSight,
  firstSight,
  isWorthReporting,
  patienceOver,
  stallsSeen,
  waitedStalls,
  stillWaiting,
  untilNextLookMs,
  waitsOver,
  watchDelayMs,
} from '../../model/run/watch/watch-look.js';
import type { WaitOver } from '../../model/run/watch/watch-look.js';
import { waiterKey } from '../../model/run/watch/waiter.js';
import type { WatchRunsRequest, WatchRunsResult } from '../../model/run/watch/watch.js';
import { FAILURES } from '../../model/temporal/failure-types.js';
import { attemptClock } from '../base/attempt-clock.js';
import type { AttemptClock } from '../base/attempt-clock.js';
import type { ActivityDeps } from '../base/deps.js';
import { detailsOf, stillRunning } from '../base/failures.js';
import { whileBeating } from '../base/while-beating.js';
import { pollWatchedRuns } from './poll-runs.js';
import { ownActivity } from './share-looks.js';
import { tellStalls } from './tell-stalls.js';
import { reportStalls } from './report-stalls.js';
import type { SharedWaits } from './shared-waits.js';
import { tellWaiters } from './tell-waiters.js';

/** Sooner than this before a look is due it is made. */
const EARLY_MS = 100;

/**
 * Looks after the runs of a task for many waits (design/wait.md). One attempt is one look, as in `awaitRuns`; it tells the
 * waiters whose runs have ended itself, and returns when it has something to report.
 */
export const watchRuns =
  ({ ax }: ActivityDeps, waits: SharedWaits) =>
  async (request: WatchRunsRequest): Promise<WatchRunsResult> => {
    const { isFirst, progress: before } = progressBefore(request);
    const clock = attemptClock(isFirst ? { dueMs: 0 } : before);
    const beganMs = Date.now();
    const { taskId, waiters } = request;
    const lateMs = waits.memory.lateMs(ownActivity().workflowId, Date.now());
    const earlyMs = isFirst ? request.dueMs - clock.nowMs : 0;
    noteLook(waits, request, Math.max(0, earlyMs));
    if (earlyMs > EARLY_MS) return later(before, earlyMs);
    const look = await whileBeating(
      () => before,
      () => tryToLook(ax, request, before, clock, waits.crowd.sizeOf(taskId, Date.now())),
    );
    const told = await whileBeating(
      () => before,
      () => tellWaiters(getClient(), look.over),
    );
    noteTold(waits, request, told);
    const left = stillWaiting(waiters, told);
    if (left.length === 0) return { told, memory: look.progress, dueMs: clock.nowMs };
    const { retryAfterMs, progress: memory } = look;
    const intervalMs = watchDelayMs(left, memory, clock.nowMs, retryAfterMs, Math.random());
    const passedMs = memory.failuresInARow > 0 ? 0 : lateMs + Date.now() - beganMs;
    const delayMs = untilNextLookMs(intervalMs, passedMs);
    noteLook(waits, { ...request, waiters: left }, delayMs);
    const progress = { ...memory, dueMs: clock.elapsedMs + intervalMs };
    if (told.length > 0 || look.isNews)
      return { told, memory: { ...progress, dueMs: 0 }, dueMs: clock.nowMs + intervalMs };
    return later(progress, delayMs);
  };

/** A run that its watcher looks at counts in this process for so long beyond the next look. */
const COUNTS_MS = 60_000;

function noteLook({ crowd, memory, guard }: SharedWaits, request: WatchRunsRequest, delayMs: number): void {
  const { taskId, waiters, firstExecutionId } = request;
  const { taskQueue } = activityInfo();
  const watcher = { workflowId: ownActivity().workflowId, taskQueue, taskId };
  const nowMs = Date.now();
  for (const { runId } of waiters) crowd.note(taskId, runId, nowMs + 2 * delayMs + COUNTS_MS);
  guard.restore(getClient(), watcher, memory.looked(watcher, { waiters, firstExecutionId, delayMs }, nowMs));
  guard.start(getClient());
}

function noteTold({ crowd, memory }: SharedWaits, request: WatchRunsRequest, told: string[]): void {
  memory.told(ownActivity().workflowId, told);
  const isTold = new Set(told);
  for (const waiter of request.waiters)
    if (isTold.has(waiterKey(waiter))) crowd.forget(request.taskId, waiter.runId);
}

function progressBefore(request: WatchRunsRequest): { isFirst: boolean; progress: WaitProgress } {
  const info = activityInfo();
  const known = info.heartbeatDetails as WaitProgress | undefined;
  return known === undefined
    ? { isFirst: true, progress: firstSight(request, info.scheduledTimestampMs) }
    : { isFirst: false, progress: known };
}

/** @throws the failure after which the next attempt is made */
function later(progress: WaitProgress, delayMs: number): never {
  heartbeat(progress);
  throw stillRunning(progress.problem ?? `${progress.runs.length} runs: none has ended yet`, delayMs);
}

interface Look {
  progress: WaitProgress;
  over: WaitOver[];
  /** The watcher has to know of it. */
  isNews: boolean;
  retryAfterMs: number | null;
}

async function tryToLook(
  ax: ActivityDeps['ax'],
  { taskId, waiters }: WatchRunsRequest,
  before: WaitProgress,
  { nowMs, elapsedMs }: AttemptClock,
  inList: number,
): Promise<Look> {
  try {
    const runIds = [...new Set(waiters.map(({ runId }) => runId))];
    const sight = await pollWatchedRuns(ax, taskId, runIds, inList);
    const progress = afterSight(before, sight, nowMs);
    const stalled = stallsSeen(waiters, before, progress);
    reportStalls(stalled);
    await tellStalls(waitedStalls(waiters, before, progress));
    const isNews = stalled.length > 0 || isWorthReporting(before, progress, elapsedMs);
    return { progress, over: waitsOver(waiters, sight, progress, nowMs), isNews, retryAfterMs: null };
  } catch (error) {
    if (!isAxError(error)) throw error;
    return failedLook(error, waiters, before, nowMs);
  }
}

function failedLook(
  error: AxError,
  waiters: WatchRunsRequest['waiters'],
  before: WaitProgress,
  nowMs: number,
): Look {
  const isRefusal = !FAILURES[error.kind].retryable;
  const progress = afterFailedLook(before, { problem: error.message, isRefusal }, nowMs);
  const refused: RefusedLook = { type: error.kind, message: error.message, details: [detailsOf(error)] };
  const over = patienceOver(waiters, progress, refused, nowMs);
  return { progress, over, isNews: true, retryAfterMs: error.retryAfterMs };
}
