import type { ControlRequest } from '../base/control-request.js';
import type { OutcomeKind } from '../run/outcome.js';
import type { AmbiguityPolicy, Tolerance, WaitPolicy } from '../api/policies.js';
import type { StartedRun } from '../run/run-result.js';
import type { RunCounts } from '../api/task-run.js';
import type { TaskSummary } from '../api/task.js';
import type { Verdict } from '../run/verdict.js';
import type { WindowList } from './window-list.js';
import type { Window } from '../time/window.js';

/** What a backfill is to do: exactly what `backfill plan` showed (design/backfill.md). */
export interface BackfillPlan {
  /** The task by ID, with its name for people. */
  task: { id: string; name: string };
  /** The task's evaluators at the time of the plan (`model/evaluators-key.ts`). */
  evaluators: string;
  /** What was asked for; the windows cover what of it is missing. */
  range: Window;
  timeZone: string;
  /** As it was asked for, like `6h` or `1d`. */
  slice: string;
  windows: WindowList;
  /** Bound of spans of each run; null: the service's default. */
  maxSpans: number | null;
  overrideEvaluations: boolean;
  options: BackfillOptions;
}

/** Of one backfill: more would be unwieldy to hand on. */
export const MAX_WINDOWS = 50_000;

/** Runs at once, at most: one look tells of all of them. */
export const MAX_LIMIT = 1000;

export type BackfillOrder = 'oldest-first' | 'newest-first';

/** How a plan is carried out. */
export interface BackfillOptions {
  /** Runs at once, at most; can be changed while it runs. */
  limit: number;
  order: BackfillOrder;
  /** So many windows are run first and must end well before the others begin; 0: none. */
  canary: number;
  /** Pauses or stops when this share of the ended windows (at least `after` of them) did not end well; null: never. */
  failures: { share: number; after: number; then: 'pause' | 'stop' } | null;
  /** Runs triggered in all, at most; pauses there. Null: no cap. */
  maxRuns: number | null;
  /** Spans in all, at most: those of ended runs, and the bound of each that runs. Pauses there. Null: no cap. */
  maxSpansInAll: number | null;
  /** Truncated windows are split in two, but never below this length, in milliseconds. */
  minSliceMs: number;
  /** Triggers of a window that failed or was gone, at most; 1: none is tried again by itself. */
  attempts: number;
  tolerance: Tolerance;
  /** Of each run; `timeoutMs` counts from its trigger. */
  wait: WaitPolicy;
  onAmbiguous: AmbiguityPolicy;
  settleMs: number;
}

/**
 * Where a window is: one letter in `BackfillProgress.states`. `w`: the run ended with more errors than allowed. `t`: it was
 * truncated and split; its halves stand in `halves`. `T`: truncated, and too short to split. `u`: the fate of its trigger
 * could not be told, so it is tried again only when asked for by name.
 */
export const WINDOW_STATES = {
  waiting: '.',
  running: 'r',
  evaluated: 's',
  nothingToDo: 'n',
  empty: 'e',
  errors: 'w',
  failed: 'f',
  cancelled: 'c',
  split: 't',
  truncated: 'T',
  unresolved: 'u',
} as const;
export type WindowState = keyof typeof WINDOW_STATES;

/** A window whose run goes on, or is being triggered. `at` is its position: planned windows first, then `halves`. */
export interface RunningWindow {
  at: number;
  /** Null while it is being triggered. */
  runId: string | null;
  /** Milliseconds since 1970 by the workflow's clock; null: no deadline. */
  deadlineMs: number | null;
  /** What an earlier POST may still have made; absent where the fate of every POST is known. */
  doubt?: StartedRun['doubt'];
}

/** A window that did not end well, for people. */
export interface BackfillProblem {
  at: number;
  window: Window;
  runId: string | null;
  outcome: OutcomeKind | 'unresolved';
  reason: string | null;
}

/** What a backfill hands on when it goes on in a new execution. No trigger is under way at that moment; runs may go on. */
export interface BackfillProgress {
  /** A letter of {@link WINDOW_STATES} for each window. */
  states: string;
  /** Windows made by splitting, in the order in which they were made. */
  halves: [startMs: number, endMs: number][];
  running: RunningWindow[];
  /** By position; only windows that were triggered more than once. */
  attempts: Record<number, number>;
  /** Of all ended runs. */
  counts: RunCounts;
  /** Runs that were triggered or adopted. */
  runs: number;
  /** Runs whose end was not seen, and triggers of unknown fate. */
  unseen: number;
  /** The newest ones, at most 200. */
  problems: BackfillProblem[];
  limit: number;
  paused: BackfillPause | null;
  /** Why nothing more is begun, for good; null: it goes on. */
  stopped: string | null;
  startedAt: string;
  /** As it was looked up at the beginning. */
  lookedUp: TaskSummary;
  /** Runs that were left to go on at their deadline, at most 1,000. */
  detached: string[];
  /** As whom the service created the runs; null while it did not tell. */
  createdByUserId: string | null;
  /** No request before this time, in milliseconds since 1970; null: none was asked for. */
  throttledUntilMs: number | null;
}

/** `by` is a person, or the backfill itself at a cap, a failed canary or a share of failures. Time: ISO 8601 with zone. */
export interface BackfillPause {
  at: string;
  by: string;
  reason: string | null;
  /** A cap is reached: resuming is refused. */
  isForGood?: true;
}

/** Input of the workflow `runBackfill`. */
export interface RunBackfillInput {
  plan: BackfillPlan;
  /** Custom search attributes are set (`model/search-attributes.ts`): they must exist in the namespace. */
  hasSearchAttributes?: boolean;
  /** Set by the workflow itself when it goes on in a new execution. */
  resume?: BackfillProgress;
}

/** The memo under which a backfill says how far it is, for onlookers without a worker. */
export const BACKFILL_MEMO = 'backfill';

/** What {@link BACKFILL_MEMO} holds. */
export interface BackfillMemo {
  task: { id: string; name: string };
  /** Windows by state; split ones are counted by their halves alone. */
  windows: Record<WindowState, number>;
  counts: RunCounts;
  runs: number;
  limit: number;
  paused: BackfillPause | null;
  stopped: string | null;
  startedAt: string;
  /** The runs that go on, at most 1,000: they belong to this workflow, which may have left them at their deadline. */
  runIds: string[];
  /** As whom the service created the runs; null while it did not tell. */
  createdByUserId: string | null;
  /** Until when no request is sent, since the service asked for it (Retry-After): ISO 8601 with zone; null: it did not. */
  throttledUntil: string | null;
}

/** The result of `runBackfill`. Times are ISO 8601 with zone. */
export interface BackfillResult {
  task: { id: string; name: string };
  verdict: Verdict;
  range: Window;
  windows: Record<WindowState, number>;
  counts: RunCounts;
  runs: number;
  /** Windows that did not end well (failed, errors, cancelled, truncated at the minimum), which `retry --failed` runs. */
  failed: WindowList;
  /** Windows that never began, which `retry --unfinished` runs too. */
  notBegun: WindowList;
  /** Of whose trigger it is not known whether it made a run. */
  unresolved: WindowList;
  problems: BackfillProblem[];
  stopped: string | null;
  startedAt: string;
  endedAt: string;
}

/** Argument of the update `resize`. */
export interface ResizeRequest extends ControlRequest {
  limit: number;
}

/** Argument of the update `retryFailed`: runs the windows again that did not end well. */
export interface RetryFailedRequest extends ControlRequest {
  /** Also those whose trigger's fate is not known: they may get a second run. */
  unresolved?: boolean;
}

/** The updates by which people steer a running backfill. Each is validated before it is accepted. */
export const BACKFILL_UPDATES = {
  pause: 'pause',
  resume: 'resume',
  resize: 'resize',
  retryFailed: 'retryFailed',
} as const;
