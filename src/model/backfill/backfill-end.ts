import type { BackfillOptions, BackfillPlan, BackfillProblem, WindowState } from './backfill.js';
import { BAD_STATES } from './backfill-board.js';
import type { Interval } from '../time/interval.js';
import { reachesMaxSpans } from '../run/outcome.js';
import type { Outcome, RunContext } from '../run/outcome.js';
import type { RunReport } from '../api/task-run.js';
import { verdictOf } from '../run/verdict.js';

/** A run that has ended, or why a window has no run. */
export interface WindowEnd {
  window: Interval;
  /** The last known state of the run; null if it was never observed. */
  run: RunReport | null;
  outcome: Outcome;
  /** How often the window was triggered so far. */
  attempts: number;
  /** Another attempt cannot succeed. */
  isFinal?: boolean;
}

/** The state that a window gets. The halves of a window that is split become windows of their own. */
export type WindowFate =
  | { state: Exclude<WindowState, 'split'>; problem: BackfillProblem['outcome'] | null }
  | { state: 'split'; halves: [Interval, Interval] };

/** What is known of each run of a backfill in addition to the run itself. */
export const runContextOf = ({ maxSpans }: BackfillPlan): RunContext =>
  maxSpans === null ? {} : { maxSpans };

/** What the end of its run means for a window (design/backfill.md). */
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
    case 'reused':
      return 'nothingToDo';
    case 'empty':
      return 'empty';
    case 'cancelled-by-us':
    case 'cancelled-elsewhere':
    case 'cancel-unconfirmed':
      return 'cancelled';
    // With the same time limit, it would time out again.
    case 'timed-out-cancelled':
    case 'timed-out-detached':
      return 'failed';
    case 'failed':
    case 'stalled':
    case 'gone':
      return attempts < options.attempts && isFinal !== true ? 'waiting' : 'failed';
  }
}

const SECOND_MS = 1000;

/** The halves of a window, cut at a whole second if there is one. Null if they would be shorter than allowed. */
export function halvesOf({ startMs, endMs }: Interval, minMs: number): [Interval, Interval] | null {
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

/** Why too many windows failed, in words; null if they did not, or if there is no limit. */
export function tooManyFailures(
  windows: Readonly<Record<WindowState, number>>,
  failures: BackfillOptions['failures'],
): string | null {
  if (failures === null) return null;
  const bad = [...BAD_STATES, 'unresolved' as const].reduce((sum, state) => sum + windows[state], 0);
  const ended = bad + windows.evaluated + windows.nothingToDo + windows.empty;
  if (ended < failures.after || bad === 0 || bad / ended < failures.share) return null;
  return `${bad} of ${ended} windows failed`;
}
