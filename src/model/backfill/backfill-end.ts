import type { BackfillOptions, BackfillPlan, BackfillProblem, WindowState } from './backfill.js';
import { BAD_STATES } from './backfill-board.js';
import type { Interval } from '../time/interval.js';
import { reachesMaxSpans } from '../run/outcome.js';
import type { Outcome, RunContext } from '../run/outcome.js';
import type { RunReport } from '../api/task-run.js';
import { verdictOf } from '../run/verdict.js';

/** A run of a backfill that ended, or why a window has none. */
export interface WindowEnd {
  window: Interval;
  /** As it was last seen; null where it was not. */
  run: RunReport | null;
  outcome: Outcome;
  /** Triggers of the window so far. */
  attempts: number;
  /** Trying again cannot help. */
  isFinal?: boolean;
}

/** What becomes of a window; of `split` the halves, which are windows of their own. */
export type WindowFate =
  | { state: Exclude<WindowState, 'split'>; problem: BackfillProblem['outcome'] | null }
  | { state: 'split'; halves: [Interval, Interval] };

/** What is known of each run of a backfill beside the run itself. */
export const runContextOf = ({ maxSpans }: BackfillPlan): RunContext =>
  maxSpans === null ? {} : { maxSpans };

/** What the end of a window's run means for the window (design/backfill.md). */
export function fateOf(end: WindowEnd, plan: BackfillPlan): WindowFate {
  if (end.run?.status === 'COMPLETED' && reachesMaxSpans(end.run, runContextOf(plan))) {
    const halves = halvesOf(end.window, plan.options.minSliceMs);
    return halves === null ? { state: 'truncated', problem: 'truncated' } : { state: 'split', halves };
  }
  const state = stateAfter(end, plan.options);
  return { state, problem: BAD_STATES.has(state) ? end.outcome.kind : null };
}

function stateAfter({ outcome, attempts, isFinal }: WindowEnd, options: BackfillOptions) {
  switch (outcome.kind) {
    case 'succeeded':
    case 'truncated':
    case 'started':
      return 'evaluated';
    case 'succeeded-with-errors':
      return verdictOf(outcome, options.tolerance) === 'good' ? 'evaluated' : 'errors';
    case 'nothing-to-do':
      return 'nothingToDo';
    case 'empty':
      return 'empty';
    case 'cancelled-by-us':
    case 'cancelled-elsewhere':
    case 'cancel-unconfirmed':
      return 'cancelled';
    // Given the same time again, it would pass again.
    case 'timed-out-cancelled':
    case 'timed-out-detached':
      return 'failed';
    case 'failed':
    case 'gone':
      return attempts < options.attempts && isFinal !== true ? 'waiting' : 'failed';
  }
}

const SECOND_MS = 1000;

/** Both halves of a window, or null where they would be shorter than allowed. Cut at a whole second where there is one. */
function halvesOf({ startMs, endMs }: Interval, minMs: number): [Interval, Interval] | null {
  const halfMs = (endMs - startMs) / 2;
  if (halfMs < Math.max(1, minMs)) return null;
  const middle = Math.floor(startMs + halfMs);
  const whole = middle - (middle % SECOND_MS);
  const cutMs = whole > startMs && whole - startMs >= minMs ? whole : middle;
  return [
    { startMs, endMs: cutMs },
    { startMs: cutMs, endMs },
  ];
}

/** Why so many windows that ended badly are too many, in words; null where they are not, or where nobody asked. */
export function tooManyFailures(
  windows: Readonly<Record<WindowState, number>>,
  failures: BackfillOptions['failures'],
): string | null {
  if (failures === null) return null;
  const bad = [...BAD_STATES, 'unresolved' as const].reduce((sum, state) => sum + windows[state], 0);
  const ended = bad + windows.evaluated + windows.nothingToDo + windows.empty;
  if (ended < failures.after || bad === 0 || bad / ended < failures.share) return null;
  return `${bad} of ${ended} windows that have ended did not end well`;
}
