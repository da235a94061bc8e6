import type { RunCounts, RunReport } from '../api/task-run.js';
import { isTerminal } from '../api/task-run.js';
import { formatDuration } from '../time/duration.js';

/** How far a run was at the last look, and since when it has been there. Times by the Temporal server's clock. */
export interface Movement {
  runId: string;
  status: RunReport['status'];
  counts: RunCounts;
  /** Since when its status and counts are the same, in milliseconds since 1970. */
  sinceMs: number;
  /** When it was last looked at, in milliseconds since 1970. */
  seenMs: number;
  /** The longest time, in milliseconds, in which nothing moved. */
  longestMs: number;
}

/** A run without movement for this long counts as stalled, unless the caller says otherwise. */
export const DEFAULT_STALLED_AFTER_MS = 30 * 60_000;

/** Where a run is after a look at `nowMs`. */
export function movementOf(
  before: Movement | undefined,
  { runId, status, counts }: Pick<RunReport, 'runId' | 'status' | 'counts'>,
  nowMs: number,
): Movement {
  const hasMoved = before === undefined || before.status !== status || !isSame(before.counts, counts);
  const stoodSinceMs = before?.sinceMs ?? nowMs;
  return {
    runId,
    status,
    counts,
    sinceMs: hasMoved ? nowMs : stoodSinceMs,
    seenMs: nowMs,
    // Whether it stood still until it moved is not known: only looks that saw the same count.
    longestMs: Math.max(before?.longestMs ?? 0, hasMoved ? 0 : nowMs - stoodSinceMs),
  };
}

const isSame = (a: RunCounts, b: RunCounts): boolean =>
  a.successes === b.successes && a.errors === b.errors && a.skipped === b.skipped;

/** For how long nothing has moved, in milliseconds. */
export const stillMs = ({ sinceMs, seenMs }: Movement): number => seenMs - sinceMs;

export const isStalled = (movement: Movement, stalledAfterMs: number): boolean =>
  !isTerminal(movement) && stillMs(movement) >= stalledAfterMs;

/** The runs that this look found stalled, and the one before did not. */
export const newlyStalled = (
  before: readonly Movement[],
  now: readonly Movement[],
  stalledAfterMs: number,
): Movement[] => {
  const known = new Set(before.filter((each) => isStalled(each, stalledAfterMs)).map(({ runId }) => runId));
  return now.filter((each) => isStalled(each, stalledAfterMs) && !known.has(each.runId));
};

/** That a run is stalled, for people. */
export const stalledText = (movement: Movement): string =>
  `stalled: its counts have not moved for ${formatDuration(stillMs(movement))}`;
