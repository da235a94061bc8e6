import { BAD_STATES } from './backfill-board.js';
import type { BackfillMemo } from './backfill.js';

/** How far a backfill is, in numbers. */
export interface BackfillStanding {
  /** All windows; of one that was split, its halves. */
  total: number;
  ended: number;
  running: number;
  waiting: number;
  /** Of those that ended: did not end well. */
  bad: number;
  /** 0 to 1. */
  share: number;
  /** Windows that ended in a minute, on average since it began; null before there is anything to divide. */
  perMinute: number | null;
  /** What is left at that pace, in milliseconds; null where that cannot be told, or nothing more is begun. */
  leftMs: number | null;
}

/** @param nowMs the time of the memo's reading, or of the backfill's end */
export function standingOf(memo: BackfillMemo, nowMs: number): BackfillStanding {
  const { windows } = memo;
  // A split window is counted by its halves.
  const total = Object.values(windows).reduce((sum, count) => sum + count, 0) - windows.split;
  const ended = total - windows.running - windows.waiting;
  const elapsedMs = nowMs - Date.parse(memo.startedAt);
  const perMinute = ended > 0 && elapsedMs > 0 ? (ended * 60_000) / elapsedMs : null;
  const goesOn = memo.paused === null && memo.stopped === null;
  return {
    total,
    ended,
    running: windows.running,
    waiting: windows.waiting,
    bad: [...BAD_STATES, 'unresolved' as const].reduce((sum, state) => sum + windows[state], 0),
    share: total === 0 ? 1 : ended / total,
    perMinute,
    leftMs: perMinute === null || !goesOn ? null : ((total - ended) * 60_000) / perMinute,
  };
}
