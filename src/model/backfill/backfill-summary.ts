import type { BackfillPlan, BackfillResult, WindowState } from './backfill.js';
import { BAD_STATES, windowsByState } from './backfill-board.js';
import type { BackfillBoard } from './backfill-board.js';
import type { Verdict } from '../run/verdict.js';
import { windowListOf } from './window-list.js';
import type { WindowList } from './window-list.js';

/** How a backfill ended, but for what the board does not tell. */
export type BoardResult = Pick<BackfillResult, 'windows' | 'failed' | 'notBegun' | 'unresolved'>;

export const boardResult = (board: BackfillBoard): BoardResult => ({
  windows: windowsByState(board.states),
  failed: listOf(board, (state) => BAD_STATES.has(state)),
  notBegun: listOf(board, (state) => state === 'waiting'),
  unresolved: listOf(board, (state) => state === 'unresolved'),
});

/** Split windows are left out everywhere: their halves stand for them. */
function listOf({ windows, states }: BackfillBoard, isMeant: (state: WindowState) => boolean): WindowList {
  const meant = windows.filter((_window, at) => isMeant(states[at] ?? 'waiting'));
  return windowListOf(meant.sort((a, b) => a.startMs - b.startMs));
}

/** The verdict of a backfill: whatever is not evaluated, but for what was empty, makes it fail. */
export function backfillVerdict(
  windows: Readonly<Record<WindowState, number>>,
  wasCancelled: boolean,
): Verdict {
  if (wasCancelled) return 'cancelled';
  const { failed, cancelled, truncated, unresolved, waiting, running, errors } = windows;
  if (failed + cancelled + truncated + unresolved + waiting + running > 0) return 'failed';
  return errors > 0 ? 'errors' : 'good';
}

/** What people are told of a backfill in Temporal's web interface. */
export const backfillTitle = ({ task, range }: Pick<BackfillPlan, 'task' | 'range'>): string =>
  `backfill of ${task.name}, ${range.dataStartTime} to ${range.dataEndTime}`;
