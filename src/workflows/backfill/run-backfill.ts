import { CancellationScope, allHandlersFinished, condition, workflowInfo } from '@temporalio/workflow';
import { MAX_WINDOWS } from '../../model/backfill/backfill.js';
import type { BackfillResult, RunBackfillInput } from '../../model/backfill/backfill.js';
import { backfillVerdict, boardResult } from '../../model/backfill/backfill-summary.js';
import { isProjectTask } from '../../model/api/task.js';
import type { TaskSummary } from '../../model/api/task-summary.js';
import { windowListProblem } from '../../model/backfill/window-list-problem.js';
import { prompt } from '../shared/activities.js';
import { newAlarm } from './alarm.js';
import { openBackfill, progressOf } from './backfill.js';
import type { Backfill } from './backfill.js';
import { beginWindows } from './begin-windows.js';
import { newLive } from './live-window.js';
import { publisher } from './publish.js';
import { recordRuns } from './record-runs.js';
import { cancelTriggers, keepDeadlines, stopAll } from './stop-windows.js';
import { takeBackfillUpdates } from './take-updates.js';
import { stopWatching, watchRuns } from './watch-runs.js';
import { failure, innermost } from '../shared/failures.js';
import { finish } from '../shared/finish.js';
import { goOn } from '../shared/go-on.js';
import { mark } from '../shared/mark.js';

/** Events after which a history goes on in a new execution, also where the server does not suggest it. */
const MAX_EVENTS = 8000;

/**
 * Carries out a plan: one run for each window, at most `limit` at once (design/backfill.md). Cancelling it begins nothing
 * more and cancels what runs; the result is then in the memo. Fails as `AxNotFound` or `InvalidInput` where there is no
 * such task, or none that takes windows, or the plan's windows are none.
 */
export async function runBackfill(input: RunBackfillInput): Promise<BackfillResult> {
  const problem = windowListProblem(input.plan.windows, MAX_WINDOWS);
  if (problem !== null) throw failure('InvalidInput', `the plan's ${problem}`);
  const alarm = newAlarm(() => {
    backfill.hasNews = true;
  });
  const backfill: Backfill = openBackfill(input.plan, input.resume, { alarm, liveWindow: newLive });
  takeBackfillUpdates(backfill);
  const workflow = CancellationScope.current();
  workflow.cancelRequested.catch(() => cancelAll(backfill));
  if (workflow.consideredCancelled) cancelAll(backfill);
  // A cancel reaches each trigger in a scope of its own: here it would only end the wait for them.
  const result = await CancellationScope.nonCancellable(() => carryOut(backfill, input));
  mark(input, { verdict: result.verdict });
  return finish(result, backfill.isCancelled);
}

async function carryOut(backfill: Backfill, input: RunBackfillInput): Promise<BackfillResult> {
  const task = (backfill.task ??= await lookUp(input));
  const publish = publisher(backfill);
  while (!isOver(backfill)) {
    backfill.hasNews = false;
    turn(backfill);
    publish();
    if (isDrained(backfill)) await handOn(backfill, input, task);
    // What a turn itself changed, by a pause at a cap say, is looked at in another one.
    await condition(() => backfill.hasNews || isOver(backfill));
  }
  backfill.isConcluding = true;
  backfill.alarm.off();
  publish(true);
  await condition(allHandlersFinished);
  return resultOf(backfill);
}

async function lookUp({ plan }: RunBackfillInput): Promise<TaskSummary> {
  const task = await prompt.lookUpTask({ task: plan.task.id }).catch((error: unknown) => {
    throw innermost(error);
  });
  if (isProjectTask(task)) return task;
  throw failure('InvalidInput', `task ${task.name} takes no windows, since it is not on a project`);
}

function cancelAll(backfill: Backfill): void {
  backfill.isCancelled = true;
  backfill.hasNews = true;
  cancelTriggers(backfill, ['triggering', 'waiting-for-turn']);
}

function turn(backfill: Backfill): void {
  const { continueAsNewSuggested, historyLength } = workflowInfo();
  backfill.isDraining = continueAsNewSuggested || historyLength > MAX_EVENTS;
  if (backfill.isDraining) cancelTriggers(backfill, ['waiting-for-turn']);
  if (backfill.isCancelled) stopAll(backfill);
  else keepDeadlines(backfill);
  beginWindows(backfill);
  watchRuns(backfill);
  recordRuns(backfill);
}

const isOver = (backfill: Backfill): boolean =>
  backfill.live.size === 0 && isSettled(backfill) && !mayGoOn(backfill);

const isSettled = ({ beside, toRecord, isBeginning }: Backfill): boolean =>
  beside === 0 && toRecord.length === 0 && !isBeginning;

const mayGoOn = ({ isCancelled, stopped, states }: Backfill): boolean =>
  !isCancelled && stopped === null && states.includes('waiting');

const isDrained = (backfill: Backfill): boolean =>
  backfill.isDraining && !backfill.isCancelled && backfill.triggering === 0 && isSettled(backfill);

async function handOn(backfill: Backfill, input: RunBackfillInput, task: TaskSummary): Promise<never> {
  stopWatching(backfill);
  backfill.alarm.off();
  await condition(allHandlersFinished);
  return goOn<typeof runBackfill>({ ...input, resume: progressOf(backfill, task) });
}

function resultOf(backfill: Backfill): BackfillResult {
  const { plan, counts, runs, problems, stopped, startedAt } = backfill;
  const board = boardResult(backfill);
  return {
    task: plan.task,
    verdict: backfillVerdict(board.windows, backfill.isCancelled),
    range: plan.range,
    ...board,
    counts,
    runs,
    problems,
    stopped,
    startedAt,
    endedAt: new Date().toISOString(),
  };
}
