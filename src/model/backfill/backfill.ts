import type { OutcomeKind } from '../run/outcome.js';
import type { AmbiguityPolicy, Tolerance, WaitPolicy } from '../api/policies.js';
import type { BackfillCheck } from './backfill-check.js';
import type { NotifyRule } from '../notification/notify-rules.js';
import type { StartedRun } from '../run/run-result.js';
import type { RunCounts } from '../api/task-run.js';
import type { TaskSummary } from '../api/task.js';
import type { Verdict } from '../run/verdict.js';
import type { WindowList } from './window-list.js';
import type { Window } from '../time/window.js';

/** What a backfill does: exactly what `backfill plan` showed (design/backfill.md). */
export interface BackfillPlan {
  /** The task's ID, and its name for people. */
  task: { id: string; name: string };
  /** The task's evaluators at the time of the plan (`model/task/evaluators-key.ts`). */
  evaluators: string;
  /** The range that was asked for. The windows cover the missing part of it. */
  range: Window;
  timeZone: string;
  /** The length of a slice as it was asked for, such as `6h` or `1d`. */
  slice: string;
  windows: WindowList;
  /** The limit of spans of each run; null for the service's default. */
  maxSpans: number | null;
  overrideEvaluations: boolean;
  options: BackfillOptions;
}

/** The most windows of one backfill: they are part of its state at continue-as-new. */
export const MAX_WINDOWS = 50_000;

/** The largest `limit`: one activity polls all runs. */
export const MAX_LIMIT = 1000;

export type BackfillOrder = 'oldest-first' | 'newest-first';

/** How a plan is carried out. */
export interface BackfillOptions {
  /** The most runs at once; it can be changed while the backfill runs. */
  limit: number;
  order: BackfillOrder;
  /** How many windows run first and must succeed before the others start; 0 for none. */
  canary: number;
  /** Pauses or stops if this share of the ended windows, once `after` have ended, failed; null for never. */
  failures: { share: number; after: number; then: 'pause' | 'stop' } | null;
  /** The backfill pauses when it has triggered this many runs; null for no cap. */
  maxRuns: number | null;
  /** The backfill pauses before it could evaluate more spans than this (active runs count up to their limit); null for no cap. */
  maxSpansInAll: number | null;
  /** Truncated windows are split in two, but not below this length, in milliseconds. */
  minSliceMs: number;
  /** How often a window is triggered if its run fails or is gone, at most; 1 for no automatic retry. */
  attempts: number;
  tolerance: Tolerance;
  /** How each run is waited for. `timeoutMs` counts from its trigger. */
  wait: WaitPolicy;
  onAmbiguous: AmbiguityPolicy;
  settleMs: number;
  /** At the end so many requests compare a sample of the windows with their spans; 0: none does. */
  verifyRequests: number;
}

/**
 * The states of a window, with their letters in `BackfillProgress.states`. `errors`: the run ended with more errors than
 * allowed. `split`: it was truncated, and its halves are in `halves`. `truncated`: it is too short to split. `unresolved`:
 * the fate of its trigger is unknown, so it is retried only on an explicit request.
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

/** A window whose run is active or being triggered. `at` is its position: planned windows first, then `halves`. */
export interface RunningWindow {
  at: number;
  /** Null while it is being triggered. */
  runId: string | null;
  /** Milliseconds since 1970 by the workflow's clock; null if there is no deadline. */
  deadlineMs: number | null;
  /** What an earlier POST may still have created; absent if the fate of every POST is known. */
  doubt?: StartedRun['doubt'];
}

/**
 * A window that failed in some way, for people; or one whose run counts, and of which it is not known whether it has another
 * (`duplicates-unknown`).
 */
export interface BackfillProblem {
  at: number;
  window: Window;
  runId: string | null;
  outcome: OutcomeKind | 'unresolved' | 'duplicates-unknown';
  reason: string | null;
}

/** What a backfill takes along when it continues as new. There is no trigger then, but runs may be active. */
export interface BackfillProgress {
  /** A letter of {@link WINDOW_STATES} for each window. */
  states: string;
  /** The halves of split windows, in the order in which they were split. */
  halves: [startMs: number, endMs: number][];
  running: RunningWindow[];
  /** The attempts of windows that were triggered more than once, by position. */
  attempts: Record<number, number>;
  /** The counts of all runs that have ended. */
  counts: RunCounts;
  /** Runs that were triggered or adopted. */
  runs: number;
  /** Runs whose end was not observed, and triggers of unknown fate. */
  unseen: number;
  /** The newest, at most 200. */
  problems: BackfillProblem[];
  limit: number;
  paused: BackfillPause | null;
  /** Why nothing more starts, permanently; null if the backfill has not stopped. */
  stopped: string | null;
  startedAt: string;
  /** The task as it was looked up at the start. */
  lookedUp: TaskSummary;
  /** Runs that were left running at their deadline, at most 1,000. */
  detached: string[];
  /** The user as whom the service created the runs; null if unknown. */
  createdByUserId: string | null;
  /** No request is sent before this time, in milliseconds since 1970; null if the service asked for no pause. */
  throttledUntilMs: number | null;
  /** How often it has paused by itself; absent: never. */
  pauses?: number;
  /** Runs that were told of since they stood still; absent: none. */
  stalled?: string[];
}

/** `by` is a person, or the backfill itself: at a cap, a failed canary or a share of failures. Time: ISO 8601 with zone. */
export interface BackfillPause {
  at: string;
  by: string;
  reason: string | null;
  /** A cap is reached, so the backfill cannot be resumed. */
  isFinal?: true;
}

/** Input of the workflow `runBackfill`. */
export interface RunBackfillInput {
  plan: BackfillPlan;
  /** Who is told of what (design/notification.md). When absent, the default of the workers; nobody in a child. */
  notify?: readonly NotifyRule[];
  /** Sets the custom search attributes (`model/temporal/search-attributes.ts`), which must exist in the namespace. */
  hasSearchAttributes?: boolean;
  /** Set by the workflow itself when it continues as new. */
  resume?: BackfillProgress;
}

/** The memo in which a backfill reports its progress, so that it can be observed without a worker. */
export const BACKFILL_MEMO = 'backfill';

/** What {@link BACKFILL_MEMO} holds. */
export interface BackfillMemo {
  task: { id: string; name: string };
  /** How many windows are in each state. */
  windows: Record<WindowState, number>;
  counts: RunCounts;
  runs: number;
  limit: number;
  paused: BackfillPause | null;
  stopped: string | null;
  startedAt: string;
  /** The active runs of this workflow, including those that it left running at their deadline; at most 1,000. */
  runIds: string[];
  /** The user as whom the service created the runs; null if unknown. */
  createdByUserId: string | null;
  /** Until when no request is sent, because the service asked for it (Retry-After): ISO 8601 with zone; null if it did not. */
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
  /** Windows that failed, had errors, were cancelled, or are truncated at the minimum: `retry --failed` runs them. */
  failed: WindowList;
  /** Windows that never started: `retry --unfinished` runs them too. */
  notBegun: WindowList;
  /** Windows of which it is unknown whether their trigger created a run. */
  unresolved: WindowList;
  problems: BackfillProblem[];
  stopped: string | null;
  startedAt: string;
  endedAt: string;
  /** A sample of its windows beside their spans; null: none was compared. */
  verified: BackfillCheck | null;
}
