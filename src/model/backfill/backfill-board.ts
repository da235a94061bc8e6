import type { BackfillPlan, WindowState } from './backfill.js';
import { WINDOW_STATES } from './backfill.js';
import type { Interval } from '../time/interval.js';
import type { RunCounts } from '../api/task-run.js';

/** Where a backfill stands, as its decisions see it. Windows are known by their positions. */
export interface BackfillBoard {
  readonly plan: BackfillPlan;
  /** Those of the plan from the oldest to the newest, then the halves of split ones. */
  readonly windows: readonly Interval[];
  /** How many of them the plan has. */
  readonly planned: number;
  readonly states: readonly WindowState[];
  /** Runs at once, at most. */
  readonly limit: number;
  /** Windows whose run goes on, or is being triggered. */
  readonly underWay: number;
  /** Those of them that have no run yet. */
  readonly triggering: number;
  /** Runs that were triggered or adopted. */
  readonly runs: number;
  /** Of all ended runs. */
  readonly counts: RunCounts;
  /** Runs whose end was not seen, and triggers of unknown fate: each may evaluate up to its bound. */
  readonly unseen: number;
}

const NAMES = Object.keys(WINDOW_STATES) as WindowState[];
const BY_LETTER = new Map(NAMES.map((name) => [WINDOW_STATES[name] as string, name]));

/** States as a backfill hands them on, one letter each; and back. */
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

/** States of windows that ended badly, and may be run again. */
export const BAD_STATES: ReadonlySet<WindowState> = new Set<WindowState>([
  'errors',
  'failed',
  'cancelled',
  'truncated',
]);

/** The range within which the first windows of a backfill lie that are to end well before the others begin; null: none. */
export function canaryRange({ plan, windows, planned }: BackfillBoard): Interval | null {
  const { canary, order } = plan.options;
  const size = Math.min(canary, planned);
  if (size <= 0) return null;
  const from = order === 'oldest-first' ? 0 : planned - size;
  const first = windows[from];
  const last = windows[from + size - 1];
  return first === undefined || last === undefined ? null : { startMs: first.startMs, endMs: last.endMs };
}

/** Whether a window is a canary, or a half of one. */
export const isWithin = (window: Interval, range: Interval | null): boolean =>
  range !== null && window.startMs >= range.startMs && window.endMs <= range.endMs;
