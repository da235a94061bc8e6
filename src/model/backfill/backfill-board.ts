import type { BackfillPlan, WindowState } from './backfill.js';
import { WINDOW_STATES } from './backfill.js';
import type { Interval } from '../time/interval.js';
import type { RunCounts } from '../api/task-run.js';

/** The state of a backfill, as far as its decisions depend on it. Windows are known by their positions. */
export interface BackfillBoard {
  readonly plan: BackfillPlan;
  /** The windows of the plan from the oldest to the newest, then the halves of split windows. */
  readonly windows: readonly Interval[];
  /** How many of the windows are in the plan. */
  readonly planned: number;
  readonly states: readonly WindowState[];
  /** The most runs at once. */
  readonly limit: number;
  /** Windows whose run is active or being triggered. */
  readonly underWay: number;
  /** How many of these have no run yet. */
  readonly triggering: number;
  /** Runs that were triggered or adopted. */
  readonly runs: number;
  /** The counts of all runs that have ended. */
  readonly counts: RunCounts;
  /** Runs whose end was not observed, and triggers of unknown fate: each may evaluate up to its limit of spans. */
  readonly unseen: number;
}

const NAMES = Object.keys(WINDOW_STATES) as WindowState[];
const BY_LETTER = new Map(NAMES.map((name) => [WINDOW_STATES[name] as string, name]));

/** States as one letter each, the way they are kept over continue-as-new. */
export const lettersOf = (states: readonly WindowState[]): string =>
  states.map((state) => WINDOW_STATES[state]).join('');
export const statesIn = (letters: string): WindowState[] =>
  Array.from(letters, (letter) => BY_LETTER.get(letter) ?? 'waiting');

/** How many windows are in each state. */
export function windowsByState(states: readonly WindowState[]): Record<WindowState, number> {
  const counts = Object.fromEntries(NAMES.map((name) => [name, 0])) as Record<WindowState, number>;
  for (const state of states) counts[state]++;
  return counts;
}

/** The states of windows that failed in some way and can be retried. */
export const BAD_STATES: ReadonlySet<WindowState> = new Set<WindowState>([
  'errors',
  'failed',
  'cancelled',
  'truncated',
]);

/** The range of the canary windows, which must succeed before the others start; null if there are none. */
export function canaryRange({ plan, windows, planned }: BackfillBoard): Interval | null {
  const { canary, order } = plan.options;
  const size = Math.min(canary, planned);
  if (size <= 0) return null;
  const from = order === 'oldest-first' ? 0 : planned - size;
  const first = windows[from];
  const last = windows[from + size - 1];
  return first === undefined || last === undefined ? null : { startMs: first.startMs, endMs: last.endMs };
}

/** Whether a window is a canary, or half of one. */
export const isWithin = (window: Interval, range: Interval | null): boolean =>
  range !== null && window.startMs >= range.startMs && window.endMs <= range.endMs;
