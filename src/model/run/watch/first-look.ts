import type { AwaitRunsRequest, PollResult } from '../await-runs.js';
import { movementOf } from '../movement.js';
import type { WaitProgress } from '../progress.js';

/** Later than this after it was seen, a run is looked at again. */
const SEEN_FOR_MS = 2000;

/** The first look of a slice if its caller has just made it; null: the run is to be looked at. */
export const seenJustNow = (
  { seen }: AwaitRunsRequest,
  before: WaitProgress,
  nowMs: number,
): PollResult | null =>
  seen !== undefined && before.looks === 0 && nowMs - seen.atMs < SEEN_FOR_MS
    ? { reports: [seen.report], missing: [] }
    : null;

/** A watcher looks at newcomers after their own interval: one that is longer is no reason to hear of an early end that late. */
const SOON_MS = 5000;

/**
 * The progress of a wait whose first look is left to the watcher, since many wait for runs of the task: its run is new, and its
 * watcher looks within seconds. Null: it looks by itself.
 */
export function firstLookLeft(
  { isJustCreated, taskId, runIds: [runId], poll }: AwaitRunsRequest,
  before: WaitProgress,
  isCrowd: (taskId: string) => boolean,
  nowMs: number,
): WaitProgress | null {
  if (isJustCreated !== true || before.looks > 0 || runId === undefined) return null;
  if ((poll.fixedMs ?? 0) > SOON_MS || taskId === null || !isCrowd(taskId)) return null;
  return { ...before, looks: 1, runs: [movementOf(undefined, { runId, ...JUST_CREATED }, nowMs)] };
}

const JUST_CREATED = { status: 'PENDING', counts: { successes: 0, errors: 0, skipped: 0 } } as const;
