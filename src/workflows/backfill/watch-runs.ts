import { CancellationScope } from '@temporalio/workflow';
import { NEW_RUN_MS } from '../../model/run/await-runs.js';
import type { AwaitRunsRequest, AwaitRunsResult } from '../../model/run/await-runs.js';
import { runContextOf } from '../../model/backfill/backfill-end.js';
import type { FailureType } from '../../model/temporal/failure-types.js';
import { MIN_POLL_MS, sharedPollIntervalMs } from '../../model/run/polling.js';
import { slice } from '../shared/activities.js';
import { isSliceOver, readTriggerFailure } from '../shared/failures.js';
import { judgeEnd } from '../run/judge.js';
import { runningIds } from './backfill.js';
import type { Backfill, Watch } from './backfill.js';
import { endRun } from './end-run.js';
import { refuse } from './refuse.js';

const SLICE_MS = 60 * 60_000;
/** After a poll was refused permanently, as by a key that stays refused. */
const AFTER_REFUSAL_MS = 60_000;

/**
 * Keeps one slice of waiting under way that knows all active runs (design/backfill.md). A new one takes its place when
 * runs were begun that it does not know, but no sooner than a look at them would be due.
 */
export function watchRuns(backfill: Backfill): void {
  const { watch } = backfill;
  const runIds = runningIds(backfill);
  if (runIds.length === 0) return stopWatching(backfill);
  const dueMs = watch === null ? dueOfNext(backfill) : dueOfReplacement(backfill, watch);
  if (dueMs === null) return;
  if (dueMs > Date.now()) return backfill.timer.at(dueMs);
  stopWatching(backfill);
  startSlice(backfill, runIds);
}

export function stopWatching(backfill: Backfill): void {
  backfill.watch?.scope.cancel();
  backfill.watch = null;
}

function dueOfNext(backfill: Backfill): number {
  const oldestMs = Math.min(...[...backfill.live.values()].map(({ sinceMs }) => sinceMs));
  return Math.max(backfill.nextPollMs, oldestMs + intervalMs(backfill));
}

/** When the slice is to be replaced; null: it knows all runs. */
function dueOfReplacement(backfill: Backfill, watch: Watch): number | null {
  const unknown = [...backfill.live.values()].filter(
    ({ runId, phase }) => runId !== null && phase === 'running' && !watch.runIds.has(runId),
  );
  if (unknown.length === 0) return null;
  const oldestMs = Math.min(...unknown.map(({ sinceMs }) => sinceMs));
  return Math.max(oldestMs, watch.sinceMs) + intervalMs(backfill);
}

/** How long until the next look: a tenth of what runs take here, or have taken so far where none has ended. */
function intervalMs({ plan, typicalMs, live }: Backfill): number {
  const { pollIntervalMs } = plan.options.wait;
  if (pollIntervalMs !== undefined) return Math.max(MIN_POLL_MS, pollIntervalMs);
  const oldestMs = Math.min(Date.now(), ...[...live.values()].map(({ sinceMs }) => sinceMs));
  return sharedPollIntervalMs(typicalMs ?? Date.now() - oldestMs, live.size);
}

function startSlice(backfill: Backfill, runIds: string[]): void {
  const watch = { scope: new CancellationScope(), runIds: new Set(runIds), sinceMs: Date.now() };
  backfill.watch = watch;
  const isCurrent = (): boolean => backfill.watch === watch;
  const end = (look: () => void): void => {
    if (!isCurrent()) return;
    backfill.watch = null;
    backfill.nextPollMs = Date.now() + intervalMs(backfill);
    backfill.hasNews = true;
    look();
  };
  void watch.scope
    .run(() => slice(SLICE_MS, `wait for ${runIds.length} runs`).awaitRuns(requestOf(backfill, runIds)))
    .then(
      (seen) => end(() => take(backfill, seen)),
      (error: unknown) => end(() => takeFailure(backfill, error)),
    );
}

function requestOf(backfill: Backfill, runIds: string[]): AwaitRunsRequest {
  const fixedMs = backfill.plan.options.wait.pollIntervalMs;
  const isNew = new Set(
    [...backfill.live.values()].flatMap(({ runId, sinceMs }) =>
      runId !== null && Date.now() - sinceMs < NEW_RUN_MS ? [runId] : [],
    ),
  );
  return {
    taskId: backfill.isTaskGone ? null : backfill.plan.task.id,
    runIds,
    poll: {
      fixedMs: fixedMs === undefined ? null : Math.max(MIN_POLL_MS, fixedMs),
      minMs: intervalMs(backfill),
      maxMs: 60_000,
    },
    sliceMs: SLICE_MS,
    newForMs: NEW_RUN_MS,
    newRunIds: runIds.filter((id) => isNew.has(id)),
    notFoundBefore: backfill.notFound,
    isBrief: true,
  };
}

function take(backfill: Backfill, { ended, gone, notFound = {} }: AwaitRunsResult): void {
  backfill.notFound = notFound;
  const context = runContextOf(backfill.plan);
  for (const run of ended) endRun(backfill, run.runId, judgeEnd({ kind: 'ended', run }, context));
  for (const runId of gone) endRun(backfill, runId, judgeEnd({ kind: 'gone' }, context));
}

function takeFailure(backfill: Backfill, error: unknown): void {
  if (isSliceOver(error)) return;
  refuse(backfill, error);
  // Without its task there is no list, and each run is asked for.
  const isNews =
    readTriggerFailure(error).type === ('AxNotFound' satisfies FailureType) && !backfill.isTaskGone;
  backfill.isTaskGone ||= isNews;
  if (!isNews) backfill.nextPollMs = Date.now() + AFTER_REFUSAL_MS;
}
