import { carried, resourceId } from '../../api/request-checks.js';
import { shape } from '../../base/checks.js';
import { NO_PROGRESS } from '../await-runs.js';
import type { WaitProgress } from '../progress.js';
import { ownDueMs, waiterCheck, waiterKey } from './waiter.js';
import type { Waiter } from './waiter.js';

/** Input of the workflow `watchTask`. */
export interface WatchTaskInput {
  taskId: string;
  /** Set by the workflow itself when it continues as new. */
  resume?: Watch;
}

/** What a watcher knows: who waits, and what the looks saw so far. Times by the Temporal server's clock. */
export interface Watch {
  /** By {@link waiterKey}. */
  waiters: Record<string, Waiter>;
  memory: WaitProgress;
  /** When the next look is due. */
  dueMs: number;
  /** Before this no look is made, whoever comes: the service asked for it, or did not answer. */
  notBeforeMs: number;
}

/** What a look of a watcher is about: the request of the activity `watchRuns`. */
export interface WatchRunsRequest {
  taskId: string;
  waiters: Waiter[];
  memory: WaitProgress;
  dueMs: number;
  /** The execution (Temporal run ID) that the watcher began with: another one knows nothing of its waiters. */
  firstExecutionId: string;
}

/** A look that had something to report. */
export interface WatchRunsResult {
  /** Those that have got their results, or wait no more; by {@link waiterKey}. */
  told: string[];
  memory: WaitProgress;
  dueMs: number;
}

export const newWatch = ({ resume }: WatchTaskInput): Watch =>
  resume ?? { waiters: {}, memory: NO_PROGRESS, dueMs: 0, notBeforeMs: 0 };

export const waitersOf = ({ waiters }: Watch): Waiter[] => Object.values(waiters);

/** With waiters that a signal brings. Anyone may send one, so what is no waiter is passed over. */
export function withWaiters(watch: Watch, news: unknown): Watch {
  const added = newWaiters(news);
  return {
    ...watch,
    waiters: { ...watch.waiters, ...Object.fromEntries(added.map((each) => [waiterKey(each), each])) },
  };
}

const newWaiters = (news: unknown): Waiter[] =>
  Array.isArray(news) ? (news as Waiter[]).filter((each) => waiterCheck(each, '') === null) : [];

/** Without those whose slices are over: they have looked by themselves. */
export const withoutOver = (watch: Watch, nowMs: number): Watch => ({
  ...watch,
  waiters: Object.fromEntries(Object.entries(watch.waiters).filter(([, { untilMs }]) => untilMs > nowMs)),
});

/** After a look that reported at `nowMs`. */
export function afterReport(watch: Watch, { told, memory, dueMs }: WatchRunsResult): Watch {
  const isTold = new Set(told);
  const waiters = Object.fromEntries(Object.entries(watch.waiters).filter(([key]) => !isTold.has(key)));
  const notBeforeMs = memory.failuresInARow > 0 ? dueMs : 0;
  return { waiters, memory: forgetRuns(memory, waiters), dueMs, notBeforeMs };
}

function forgetRuns(memory: WaitProgress, waiters: Watch['waiters']): WaitProgress {
  const waited = new Set(Object.values(waiters).map(({ runId }) => runId));
  return { ...memory, runs: memory.runs.filter(({ runId }) => waited.has(runId)) };
}

/** When the look that knows `known` is to be replaced by one that knows all waiters; null: it knows them all. */
export function replacementMs(watch: Watch, known: ReadonlySet<string>): number | null {
  const newcomers = newcomersTo(watch, known);
  return newcomers.length === 0 ? null : Math.max(watch.notBeforeMs, earliestMs(newcomers));
}

/** When all waiters are looked at next, if the last look knew `known`: newcomers have just looked by themselves. */
export function nextLookMs(watch: Watch, known: ReadonlySet<string>): number {
  const newcomers = newcomersTo(watch, known);
  const areOthers = newcomers.length < waitersOf(watch).length;
  const dueMs = Math.min(areOthers ? watch.dueMs : Infinity, earliestMs(newcomers));
  return Math.max(watch.notBeforeMs, dueMs);
}

const newcomersTo = ({ waiters }: Watch, known: ReadonlySet<string>): Waiter[] =>
  Object.entries(waiters)
    .filter(([key]) => !known.has(key))
    .map(([, waiter]) => waiter);

const earliestMs = (waiters: readonly Waiter[]): number => Math.min(Infinity, ...waiters.map(ownDueMs));

const watchTaskCheck = shape<WatchTaskInput>({ taskId: resourceId, resume: carried });

/** What is wrong with an input of `watchTask` from any program; null if nothing is. */
export const watchTaskProblem = (input: unknown): string | null => watchTaskCheck(input, 'input');
