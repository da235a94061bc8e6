import {
  CancellationScope,
  condition,
  defineSignal,
  isCancellation,
  log,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { REGISTER_SIGNAL, registerProblem } from '../../model/run/watch/waiter.js';
import type { Waiter } from '../../model/run/watch/waiter.js';
import {
  afterReport,
  newWatch,
  nextLookMs,
  replacementMs,
  waitersOf,
  watchTaskProblem,
  withWaiters,
  withoutOver,
} from '../../model/run/watch/watch.js';
import type { Watch, WatchRunsResult, WatchTaskInput } from '../../model/run/watch/watch.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { watching } from '../shared/activities.js';
import { continueAsNew } from '../shared/continue-as-new.js';
import { messageOf } from '../shared/failures.js';
import { requireInput, requireOwn } from '../shared/require-input.js';
import { warnIgnored } from '../shared/updates.js';

/** So long a watcher stays without waiters: others may be about to come. */
const LINGER_MS = 30_000;
/** After a look failed for good, which no look of ours does. */
const AFTER_FAILURE_MS = 60_000;

/** What the workflow changes as it goes. */
interface State {
  watch: Watch;
  /** The waiters that the last look knew. */
  known: ReadonlySet<string>;
}

/**
 * Looks after the runs of a task for many waits (design/wait.md): they register by signal, and their results complete
 * their activities. Ends when nobody has waited for a while.
 */
export async function watchTask(input: WatchTaskInput): Promise<null> {
  requireOwn(WORKFLOWS.watchTask);
  requireInput(WORKFLOWS.watchTask, watchTaskProblem(input));
  const watch = newWatch(input);
  const state: State = { watch, known: new Set(Object.keys(watch.waiters)) };
  setHandler(defineSignal<[Waiter[]]>(REGISTER_SIGNAL), (news) => {
    warnIgnored(REGISTER_SIGNAL, registerProblem(news));
    state.watch = withWaiters(state.watch, news);
  });
  for (;;) {
    state.watch = withoutOver(state.watch, Date.now());
    // Temporal refuses an end, or a continuation, before which a signal came that was not handled.
    if (isEmpty(state) && !(await condition(() => !isEmpty(state), LINGER_MS)) && isEmpty(state)) return null;
    if (workflowInfo().continueAsNewSuggested)
      return continueAsNew<typeof watchTask>({ taskId: input.taskId, resume: state.watch });
    await look(state, input.taskId);
  }
}

const isEmpty = ({ watch }: State): boolean => Object.keys(watch.waiters).length === 0;

/** One look, made again until it has something to report or newcomers need another one. */
async function look(state: State, taskId: string): Promise<void> {
  const waiters = waitersOf(state.watch);
  const { memory } = state.watch;
  const dueMs = nextLookMs(state.watch, state.known);
  const { firstExecutionRunId: firstExecutionId } = workflowInfo();
  const known = new Set(Object.keys(state.watch.waiters));
  state.known = known;
  const scope = new CancellationScope();
  let isOver = false;
  const summary = `look after ${waiters.length} ${waiters.length === 1 ? 'run' : 'runs'}`;
  const looks = scope
    .run(() => watching(summary).watchRuns({ taskId, waiters, memory, dueMs, firstExecutionId }))
    .then(
      (report) => takeReport(state, report),
      (error: unknown) => takeFailure(state, error),
    )
    .finally(() => (isOver = true));
  await untilReplaced(state, known, () => isOver);
  if (!isOver) scope.cancel();
  await looks;
}

/** Waits until the look is over, or until newcomers that it does not know are to be looked at. */
async function untilReplaced(state: State, known: ReadonlySet<string>, isOver: () => boolean): Promise<void> {
  for (;;) {
    const atMs = replacementMs(state.watch, known);
    const hasNews = () => isOver() || replacementMs(state.watch, known) !== atMs;
    if (atMs === null) await condition(hasNews);
    else if (atMs <= Date.now() || !(await condition(hasNews, atMs - Date.now()))) return;
    if (isOver()) return;
  }
}

function takeReport(state: State, report: WatchRunsResult): void {
  state.watch = afterReport(state.watch, report);
}

function takeFailure(state: State, error: unknown): void {
  if (isCancellation(error)) {
    state.watch = { ...state.watch, dueMs: Date.now() };
    return;
  }
  log.error('a look for many waits failed', { error: messageOf(error) });
  state.watch = { ...state.watch, dueMs: Date.now() + AFTER_FAILURE_MS };
}
