import type { BackfillPlan, BackfillResult, WindowState } from './backfill.js';
import { BAD_STATES, windowsByState } from './backfill-board.js';
import type { BackfillBoard } from './backfill-board.js';
import type { Verdict } from '../run/verdict.js';
import { windowListOf } from './window-list.js';
import type { WindowList } from './window-list.js';

/** The part of a backfill's result that follows from its board. */
export type BoardResult = Pick<BackfillResult, 'windows' | 'failed' | 'notBegun' | 'unresolved'>;

export const boardResult = (board: BackfillBoard): BoardResult => ({
  windows: windowsByState(board.states),
  failed: listOf(board, (state) => BAD_STATES.has(state)),
  notBegun: listOf(board, (state) => state === 'waiting'),
  unresolved: listOf(board, (state) => state === 'unresolved'),
});

/** Split windows are in no list; their halves are. */
function listOf({ windows, states }: BackfillBoard, isListed: (state: WindowState) => boolean): WindowList {
  const listed = windows.filter((_window, at) => isListed(states[at] ?? 'waiting'));
  return windowListOf(listed.sort((a, b) => a.startMs - b.startMs));
}

/** The verdict of a backfill. It fails if any window was neither evaluated nor empty. */
export function backfillVerdict(
  windows: Readonly<Record<WindowState, number>>,
  wasCancelled: boolean,
): Verdict {
  if (wasCancelled) return 'cancelled';
  const { failed, cancelled, truncated, unresolved, waiting, running, errors } = windows;
  if (failed + cancelled + truncated + unresolved + waiting + running > 0) return 'failed';
  return errors > 0 ? 'errors' : 'good';
}

/** The title of a backfill in Temporal's web interface. */
export const backfillTitle = ({ task, range }: Pick<BackfillPlan, 'task' | 'range'>): string =>
  `backfill of ${task.name}, ${range.dataStartTime} to ${range.dataEndTime}`;
