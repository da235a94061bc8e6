import { activityInfo, getClient, heartbeat, log } from '@temporalio/activity';
import { isAxError } from '../../ax/base/errors.js';
import type { AxError } from '../../ax/base/errors.js';
import {
  NOTHING_SEEN,
  afterFailedLook,
  afterPoll,
  delayAfter,
  firstProgress,
  mayBeNew,
  resultOfLook,
} from '../../model/run/await-runs.js';
import { firstLookLeft, seenJustNow } from '../../model/run/watch/first-look.js';
import { clampToSliceMs, fallbackDelayMs, isPatienceOver } from '../../model/run/polling.js';
import { newlyStalled } from '../../model/run/movement.js';
import type { AwaitRunsRequest, AwaitRunsResult } from '../../model/run/await-runs.js';
import { FAILURES } from '../../model/temporal/failure-types.js';
import type { HeldTurn } from '../../model/run/turn.js';
import type { WaitProgress } from '../../model/run/progress.js';
import type { ActivityDeps } from '../base/deps.js';
import { stillRunning } from '../base/failures.js';
import { endTurn } from '../base/end-turn.js';
import { attemptClock } from '../base/attempt-clock.js';
import type { AttemptClock } from '../base/attempt-clock.js';
import { pollRuns } from './poll-runs.js';
import { tellStalls } from './tell-stalls.js';
import { reportStalls } from './report-stalls.js';
import { ownActivity, shareLooks } from './share-looks.js';
import { isCrowd } from './shared-waits.js';
import type { SharedWaits } from './shared-waits.js';
import { whileBeating } from '../base/while-beating.js';

/**
 * Waits for runs of a task within a slice. One attempt is one look: when nothing has ended yet it fails as
 * `StillRunning`, and Temporal makes the next attempt after the delay, so that no process sleeps and the history does
 * not grow (design/wait.md). Progress is heartbeat, which is also its memory between attempts.
 *
 * Where many wait for runs of the task, a watcher makes the looks, and completes this activity from outside.
 *
 * Returns as soon as something ended or is gone, and at the end of the slice. Failed looks are waits, not ends, but for
 * those that stay refused.
 */
export const awaitRuns =
  ({ ax, sharesWaits = true }: ActivityDeps, waits: SharedWaits) =>
  async (request: AwaitRunsRequest): Promise<AwaitRunsResult> => {
    const before = (activityInfo().heartbeatDetails as WaitProgress | undefined) ?? firstProgress(request);
    const clock = attemptClock(before);
    const isOver = clock.elapsedMs >= request.sliceMs;
    const isHeld = before.watchedBy !== undefined && waits.memory.isHeld(ownActivity(), Date.now());
    if (isHeld && !isOver && !clock.isWoken)
      return later(request, before, clock, watchedDelayMs(request, clock));
    const [look] = await Promise.all([
      whileBeating(
        () => before,
        () => tryToLook(ax, request, before, clock, sharesWaits ? waits : null),
      ),
      giveBack(request.turn, before),
    ]);
    if (isOver || (look.result !== null && hasEnd(look.result))) {
      forget(waits, request);
      return told(request, look.result ?? { ...NOTHING_SEEN, notFound: look.progress.notFound });
    }
    const delayMs = delayAfter(
      look.progress,
      request.poll,
      clock.elapsedMs,
      look.retryAfterMs,
      Math.random(),
    );
    const watchedBy = sharesWaits ? await shareLooks(waits, request, look.progress, clock, delayMs) : null;
    if (watchedBy === null) return later(request, look.progress, clock, delayMs);
    return later(request, { ...look.progress, watchedBy }, clock, watchedDelayMs(request, clock));
  };

/** @throws the failure after which the next attempt is made, at the latest at the end of the slice */
function later(
  request: AwaitRunsRequest,
  progress: WaitProgress,
  { elapsedMs }: AttemptClock,
  ms: number,
): never {
  const delayMs = clampToSliceMs(ms, elapsedMs, request.sliceMs);
  heartbeat({ ...progress, dueMs: elapsedMs + delayMs });
  throw stillRunning(progress.problem ?? `${subjectOf(request)}: not ended yet`, delayMs);
}

const watchedDelayMs = ({ poll }: AwaitRunsRequest, { elapsedMs }: AttemptClock): number =>
  fallbackDelayMs(poll, elapsedMs, Math.random());

function forget({ crowd }: SharedWaits, { taskId, runIds }: AwaitRunsRequest): void {
  const [runId] = runIds;
  if (taskId !== null && runId !== undefined && runIds.length === 1) crowd.forget(taskId, runId);
}

/** What fails here is left: a turn whose holder has its run is free for whoever wants it next. */
async function giveBack(turn: HeldTurn | undefined, { looks }: WaitProgress): Promise<void> {
  if (turn === undefined || looks > 0) return;
  try {
    await endTurn(getClient(), turn, 'its holder has its run');
  } catch (error) {
    log.warn('a turn was not given back', { turn: turn.workflowId, error: String(error) });
  }
}

const told = ({ isBrief }: AwaitRunsRequest, result: AwaitRunsResult): AwaitRunsResult =>
  isBrief === true ? { ...result, latest: [], moved: [] } : result;

interface Look {
  progress: WaitProgress;
  /** Null if the look failed. */
  result: AwaitRunsResult | null;
  retryAfterMs: number | null;
}

async function tryToLook(
  ax: ActivityDeps['ax'],
  request: AwaitRunsRequest,
  before: WaitProgress,
  { nowMs, elapsedMs }: AttemptClock,
  waits: SharedWaits | null,
): Promise<Look> {
  const isShared = (taskId: string): boolean => waits !== null && isCrowd(waits, taskId);
  const left = elapsedMs < request.sliceMs ? firstLookLeft(request, before, isShared, nowMs) : null;
  if (left !== null) return { progress: left, result: null, retryAfterMs: null };
  try {
    const seen = elapsedMs < request.sliceMs ? seenJustNow(request, before, nowMs) : null;
    const sight = seen ?? (await pollRuns(ax, request));
    const progress = afterPoll(before, sight, nowMs, request.newRunIds);
    const stalled = newlyStalled(before.runs, progress.runs, progress.stalledAfterMs);
    reportStalls(stalled);
    await tellStalls(stalled.map((movement) => ({ movement, ...ownActivity() })));
    const isNew = mayBeNew(request, elapsedMs);
    const result = resultOfLook(sight, progress, isNew, request.endsWhenStalled);
    return { progress, result, retryAfterMs: null };
  } catch (error) {
    if (!isAxError(error)) throw error;
    return failedLook(error, before, nowMs);
  }
}

function failedLook(error: AxError, before: WaitProgress, nowMs: number): Look {
  const isRefusal = !FAILURES[error.kind].retryable;
  const progress = afterFailedLook(before, { problem: error.message, isRefusal }, nowMs);
  if (error.kind === 'InvalidInput' || isPatienceOver(progress, nowMs)) throw error;
  return { progress, result: null, retryAfterMs: error.retryAfterMs };
}

const hasEnd = ({ ended, gone, stalled }: AwaitRunsResult): boolean =>
  ended.length > 0 || gone.length > 0 || stalled.length > 0;

const subjectOf = ({ runIds }: AwaitRunsRequest): string =>
  runIds.length === 1 ? `run ${runIds[0]}` : `${runIds.length} runs`;
