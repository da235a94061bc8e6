import type { OpenedFence } from './unresolved.js';

/** A fence that windows share which begin soon after each other (design/backfill.md). */
export interface SharedFence {
  readonly fence: OpenedFence;
  /** Before it was read, in milliseconds since 1970 by Temporal's clock. */
  readonly readMs: number;
  /** The positions of windows whose runs near the fence it holds, and that have not begun since. */
  readonly covers: Set<number>;
}

/**
 * How long a fence is used again: a run that somebody starts by hand meanwhile, for the same window or an experiment of the
 * same name, would look like ours.
 */
export const USED_FOR_MS = 15_000;

/** One with more runs would make the inputs of all its triggers long. */
const MAX_RUN_IDS = 50;

/** Whether a fence may be the fence of these windows too, if nobody has had their turns since. */
export const mayUseAgain = (
  { fence, readMs, covers }: SharedFence,
  positions: readonly number[],
  nowMs: number,
): boolean =>
  nowMs - readMs < USED_FOR_MS &&
  fence.reopened === null &&
  fence.runIds.length <= MAX_RUN_IDS &&
  positions.every((at) => covers.has(at));

/** What stands, or stood last, for a turn. */
export interface TurnState {
  isRunning: boolean;
  /** Milliseconds since 1970 by Temporal's clock; null while it runs. */
  closedMs: number | null;
}

/** The hosts of a Temporal server need not agree on the time to the second. */
const SKEW_MS = 60_000;

/** Whether somebody has a turn, or may have had it after `sinceMs`, and may have triggered a run in it. */
export const isTurnUsedSince = ({ isRunning, closedMs }: TurnState, sinceMs: number): boolean =>
  isRunning || closedMs === null || closedMs > sinceMs - SKEW_MS;
