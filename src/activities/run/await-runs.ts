import { activityInfo, heartbeat, log, metricMeter } from '@temporalio/activity';
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
import { clampToSliceMs, isPatienceOver } from '../../model/run/polling.js';
import { newlyStalled, stillMs } from '../../model/run/movement.js';
import type { Movement } from '../../model/run/movement.js';
import type { AwaitRunsRequest, AwaitRunsResult } from '../../model/run/await-runs.js';
import { FAILURES } from '../../model/temporal/failure-types.js';
import type { WaitProgress } from '../../model/run/progress.js';
import type { ActivityDeps } from '../base/deps.js';
import { stillRunning } from '../base/failures.js';
import { attemptClock } from '../base/attempt-clock.js';
import type { AttemptClock } from '../base/attempt-clock.js';
import { pollRuns } from './poll-runs.js';
import { whileBeating } from '../base/while-beating.js';

/**
 * Waits for runs of a task within a slice. One attempt is one look: when nothing has ended yet it fails as
 * `StillRunning`, and Temporal makes the next attempt after the delay, so that no process sleeps and the history does
 * not grow (design/wait.md). Progress is heartbeat, which is also its memory between attempts.
 *
 * Returns as soon as something ended or is gone, and at the end of the slice. Failed looks are waits, not ends, but for
 * those that stay refused.
 */
export const awaitRuns =
  ({ ax }: ActivityDeps) =>
  async (request: AwaitRunsRequest): Promise<AwaitRunsResult> => {
    const before = (activityInfo().heartbeatDetails as WaitProgress | undefined) ?? firstProgress(request);
    const clock = attemptClock(before);
    const look = await whileBeating(
      () => before,
      () => tryToLook(ax, request, before, clock),
    );
    const isOver = clock.elapsedMs >= request.sliceMs;
    if (isOver || (look.result !== null && hasEnd(look.result))) {
      heartbeat(look.progress);
      return told(request, look.result ?? { ...NOTHING_SEEN, notFound: look.progress.notFound });
    }
    const delayMs = delayOf(request, look, clock.elapsedMs);
    heartbeat({ ...look.progress, dueMs: clock.elapsedMs + delayMs });
    throw stillRunning(look.progress.problem ?? `${subjectOf(request)}: not ended yet`, delayMs);
  };

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
): Promise<Look> {
  try {
    const sight = await pollRuns(ax, request);
    const progress = afterPoll(before, sight, nowMs, request.newRunIds);
    reportStalls(newlyStalled(before.runs, progress.runs, progress.stalledAfterMs));
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

/** An alarm for people: a warning in the log, and a count in the metrics. */
function reportStalls(stalled: readonly Movement[]): void {
  if (stalled.length === 0) return;
  metricMeter.createCounter('ax_tasks_runs_stalled', 'runs', STALLS).add(stalled.length);
  for (const run of stalled)
    log.warn('a run is stalled', { runId: run.runId, status: run.status, stillMs: stillMs(run) });
}

const STALLS = 'Runs whose status and counts stood still for longer than stalledAfter';

function delayOf(request: AwaitRunsRequest, look: Look, elapsedMs: number): number {
  const delayMs = delayAfter(look.progress, request.poll, elapsedMs, look.retryAfterMs, Math.random());
  return clampToSliceMs(delayMs, elapsedMs, request.sliceMs);
}

const subjectOf = ({ runIds }: AwaitRunsRequest): string =>
  runIds.length === 1 ? `run ${runIds[0]}` : `${runIds.length} runs`;
