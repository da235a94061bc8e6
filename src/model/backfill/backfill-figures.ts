import { BAD_STATES } from './backfill-board.js';
import type { BackfillMemo } from './backfill.js';

/** The progress of a backfill in numbers. */
export interface BackfillFigures {
  /** All windows. A window that was split counts as its halves. */
  total: number;
  ended: number;
  running: number;
  waiting: number;
  /** The windows that have ended in a bad state. */
  bad: number;
  /** The share of windows that have ended, 0 to 1. */
  share: number;
  /** Windows per minute on average since the start; null before the first one has ended. */
  perMinute: number | null;
  /** The time left at that rate, in milliseconds; null if it is unknown, or if nothing more starts. */
  leftMs: number | null;
}

/** Whether windows that have not started will: not after a cancel or another end, and not while it is paused. */
export const startsMore = ({ paused, stopped }: BackfillMemo, isOver: boolean): boolean =>
  !isOver && paused === null && stopped === null;

/** @param nowMs when the memo was read, or when the backfill ended */
export function figuresOf(memo: BackfillMemo, nowMs: number, isOver: boolean): BackfillFigures {
  const { windows } = memo;
  const total = Object.values(windows).reduce((sum, count) => sum + count, 0) - windows.split;
  const ended = total - windows.running - windows.waiting;
  const elapsedMs = nowMs - Date.parse(memo.startedAt);
  const perMinute = ended > 0 && elapsedMs > 0 ? (ended * 60_000) / elapsedMs : null;
  return {
    total,
    ended,
    running: windows.running,
    waiting: windows.waiting,
    bad: [...BAD_STATES, 'unresolved' as const].reduce((sum, state) => sum + windows[state], 0),
    share: total === 0 ? 1 : ended / total,
    perMinute,
    leftMs: perMinute === null || !startsMore(memo, isOver) ? null : ((total - ended) * 60_000) / perMinute,
  };
}
