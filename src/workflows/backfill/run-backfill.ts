import {
  CancellationScope,
  allHandlersFinished,
  condition,
  setCurrentDetails,
  workflowInfo,
} from '@temporalio/workflow';
import type { BackfillResult, RunBackfillInput } from '../../model/backfill/backfill.js';
import { backfillVerdict, boardResult } from '../../model/backfill/backfill-summary.js';
import { isProjectTask } from '../../model/api/task.js';
import { backfillDetails } from '../../model/backfill/details-text.js';
import type { TaskSummary } from '../../model/api/task.js';
import type { WorkflowTypes } from '../../model/temporal/workflow-types.js';
import { prompt } from '../shared/activities.js';
import { newSharedTimer } from '../shared/shared-timer.js';
import { openBackfill, progressOf } from './backfill.js';
import type { Backfill } from './backfill.js';
import { beginWindows } from './begin-windows.js';
import { newLive } from './live-window.js';
import { memoOf, publisher } from './publish.js';
import { recordRuns } from './record-runs.js';
import { cancelTriggers, keepDeadlines, stopAll } from './stop-windows.js';
import { hearOfStarts } from './trigger-together.js';
import { handleUpdates } from './updates.js';
import { verifyRuns } from './verify-runs.js';
import { stopWatching, watchRuns } from './watch-runs.js';
import { hearOfStalls } from '../notification/hear-of-stalls.js';
import { newTeller, rulesHere } from '../notification/teller.js';
import { backfillNotice, backfillSubject } from '../../model/backfill/backfill-notices.js';
import { failure, innermost } from '../shared/failures.js';
import { completeOrCancel } from '../shared/complete-or-cancel.js';
import { continueAsNew } from '../shared/continue-as-new.js';
import { runLoop } from '../shared/loop.js';
import { setSearchAttributes } from '../shared/set-search-attributes.js';

/** Events after which it continues as new, even if the server does not suggest it. */
const MAX_EVENTS = 8000;

/**
 * Carries out a plan: one run for each window, at most `limit` at once (design/backfill.md). Cancelling it begins nothing
 * more and cancels what runs; the result is then in the memo. Fails as `AxNotFound` or `InvalidInput` if there is no
 * such task, or none that takes windows, or the plan's windows are none.
 */
export async function runBackfill(input: RunBackfillInput): Promise<BackfillResult> {
  const alarm = newSharedTimer(() => {
    backfill.hasNews = true;
  });
  const teller = newTeller(() => rulesHere(input.notify));
  const backfill: Backfill = openBackfill(input.plan, input.resume, { alarm, teller, liveWindow: newLive });
  hearOfStalls(teller, backfillSubject(input.plan.task.name), backfill.stalled);
  handleUpdates(backfill);
  hearOfStarts(backfill);
  // A cancel that comes now is handled by the loop, with a result.
  const task = (backfill.task ??= await CancellationScope.nonCancellable(() => lookUp(input)));
  const publish = publisher(backfill);
  const result = await runLoop({
    state: backfill,
    round: () => round(backfill, input, task, publish),
    isOver: () => isOver(backfill),
    cancelWork: () => cancelTriggers(backfill, ['triggering', 'waiting-for-turn']),
    conclude: () => conclude(backfill, publish),
  });
  setSearchAttributes(input, { verdict: result.verdict });
  setCurrentDetails(backfillDetails(memoOf(backfill), result.verdict));
  teller.tell(backfillNotice(result, workflowInfo().workflowId, backfill.pauses > 0));
  await teller.told();
  return completeOrCancel(result, backfill.isCancelled);
}

async function round(
  backfill: Backfill,
  input: RunBackfillInput,
  task: TaskSummary,
  publish: () => void,
): Promise<void> {
  if (!isOver(backfill)) work(backfill);
  publish();
  if (isDrained(backfill) && !isOver(backfill)) await handOn(backfill, input, task);
}

async function conclude(backfill: Backfill, publish: (isLast: boolean) => void): Promise<BackfillResult> {
  backfill.timer.off();
  publish(true);
  const verified = await verifyRuns(backfill);
  return { ...resultOf(backfill), verified };
}

async function lookUp({ plan }: RunBackfillInput): Promise<TaskSummary> {
  const task = await prompt.lookUpTask({ task: plan.task.id }).catch((error: unknown) => {
    throw innermost(error);
  });
  if (isProjectTask(task)) return task;
  throw failure('InvalidInput', `task ${task.name} takes no windows, since it is not on a project`);
}

function work(backfill: Backfill): void {
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

const isSettled = ({ inBackground, toRecord, isBeginning }: Backfill): boolean =>
  inBackground === 0 && toRecord.length === 0 && !isBeginning;

const mayGoOn = ({ isCancelled, stopped, states }: Backfill): boolean =>
  !isCancelled && stopped === null && states.includes('waiting');

const isDrained = (backfill: Backfill): boolean =>
  backfill.isDraining && !backfill.isCancelled && backfill.triggering === 0 && isSettled(backfill);

async function handOn(backfill: Backfill, input: RunBackfillInput, task: TaskSummary): Promise<never> {
  stopWatching(backfill);
  backfill.timer.off();
  await condition(allHandlersFinished);
  await backfill.teller.told();
  return continueAsNew<WorkflowTypes['runBackfill']>({ ...input, resume: progressOf(backfill, task) });
}

function resultOf(backfill: Backfill): Omit<BackfillResult, 'verified'> {
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
