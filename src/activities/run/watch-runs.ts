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
  stillWaiting,
  waitsOver,
  watchDelayMs,
} from '../../model/run/watch/watch-look.js';
import type { WaitOver } from '../../model/run/watch/watch-look.js';
import type { WatchRunsRequest, WatchRunsResult } from '../../model/run/watch/watch.js';
import { FAILURES } from '../../model/temporal/failure-types.js';
import { attemptClock } from '../base/attempt-clock.js';
import type { AttemptClock } from '../base/attempt-clock.js';
import type { ActivityDeps } from '../base/deps.js';
import { detailsOf, stillRunning } from '../base/failures.js';
import { whileBeating } from '../base/while-beating.js';
import { pollWatchedRuns } from './poll-runs.js';
import { reportStalls } from './report-stalls.js';
import type { SharedWaits } from './shared-waits.js';
import { tellWaiters } from './tell-waiters.js';

/** Sooner than this before a look is due it is made. */
const EARLY_MS = 500;

/**
 * Looks after the runs of a task for many waits (design/wait.md). One attempt is one look, as in `awaitRuns`; it tells the
 * waiters whose runs have ended itself, and returns when it has something to report.
 */
export const watchRuns =
  ({ ax }: ActivityDeps, waits: SharedWaits) =>
  async (request: WatchRunsRequest): Promise<WatchRunsResult> => {
    const before = progressBefore(request);
    const clock = attemptClock(before.isFirst ? { dueMs: 0 } : before.progress);
    const { taskId, waiters, dueMs } = request;
    waits.noteLook(taskId, waiters);
    if (before.isFirst && dueMs - clock.nowMs > EARLY_MS) return later(before.progress, dueMs - clock.nowMs);
    const look = await whileBeating(
      () => before.progress,
      () => tryToLook(ax, request, before.progress, clock, waits.crowd.sizeOf(taskId, Date.now())),
    );
    const told = await whileBeating(
      () => before.progress,
      () => tellWaiters(getClient(), look.over),
    );
    waits.noteTold(taskId, waiters, told);
    const left = stillWaiting(waiters, told);
    if (left.length === 0) return { told, memory: look.progress, dueMs: clock.nowMs };
    const delayMs = watchDelayMs(left, look.progress, clock.nowMs, look.retryAfterMs, Math.random());
    const progress = { ...look.progress, dueMs: clock.elapsedMs + delayMs };
    if (told.length > 0 || look.isNews)
      return { told, memory: { ...progress, dueMs: 0 }, dueMs: clock.nowMs + delayMs };
    return later(progress, delayMs);
  };

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
    const isNews = stalled.length > 0 || isWorthReporting(before, progress, elapsedMs);
    return { progress, over: waitsOver(waiters, sight, progress), isNews, retryAfterMs: null };
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
