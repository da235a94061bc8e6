import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { requireInput } from '../shared/require-input.js';
import { runFanOutProblem } from '../../model/fan-out/inputs.js';
import { defineSignal, isCancellation, setHandler, workflowInfo } from '@temporalio/workflow';
import { flag } from '../../model/base/checks.js';
import { fits } from '../../model/base/json.js';
import { itemsOf } from '../../model/fan-out/fan-out-items.js';
import type { ListedItems } from '../../model/fan-out/fan-out-items.js';
import { PAUSE_ITEMS } from '../../model/fan-out/inputs.js';
import type { FanOutResult, RunFanOutInput } from '../../model/fan-out/inputs.js';
import type { WorkflowTypes } from '../../model/temporal/workflow-types.js';
import { messageOf } from '../shared/failures.js';
import { completeOrCancel } from '../shared/complete-or-cancel.js';
import { continueAsNew } from '../shared/continue-as-new.js';
import { warnIgnored } from '../shared/updates.js';
import { runLoop } from '../shared/loop.js';
import { evaluating } from '../step/activities.js';
import { inTime, pipelineClock } from '../step/step-clock.js';
import { expression } from '../step/evaluate.js';
import { isBusy, nextItem, openFanOut, progressOf, resultOf } from './fan-out-state.js';
import type { FanOutState } from './fan-out-state.js';
import { publisher } from './publish.js';
import { prepareItem } from './prepare-item.js';
import { startItem } from './start-item.js';

const pauseItems = defineSignal<[isPaused: boolean]>(PAUSE_ITEMS);

/**
 * Runs one step of a pipeline for each of its items, at most `limit` at once, each in a child workflow of its own
 * (design/fan-out.md). Returns a row for each item. Cancelling it cancels the running items.
 */
export async function runFanOut(input: RunFanOutInput): Promise<FanOutResult> {
  requireInput(WORKFLOWS.runFanOut, runFanOutProblem(input));
  let isPaused = input.resume?.isPaused ?? false;
  let state: FanOutState | null = null;
  setHandler(pauseItems, (asked: unknown) => {
    if (typeof asked !== 'boolean') return warnIgnored(PAUSE_ITEMS, flag(asked, 'its argument'));
    isPaused = asked;
    if (state !== null) Object.assign(state, { isPaused, hasNews: true });
  });
  const listed = await listItems(input);
  if ('problem' in listed) return { items: [], problem: listed.problem };
  state = openFanOut(input, listed.items);
  state.isPaused = isPaused;
  return runItems(state);
}

async function listItems({ step, scope, resume, deadlineMs }: RunFanOutInput): Promise<ListedItems> {
  const { items, forEach } = step.fanOut ?? {};
  const known = resume?.items ?? items;
  if (known !== undefined || forEach === undefined) return { items: known ?? [] };
  try {
    const request = { scope, expressions: [expression(forEach)] };
    const call = { stepId: step.id, summary: `evaluate forEach of ${step.id}` };
    const [list] = await inTime(pipelineClock(deadlineMs), 'the list was being evaluated', (leftMs) =>
      evaluating({ ...call, leftMs }).evaluate(request),
    );
    if (list === undefined || 'problem' in list) return { problem: `forEach: ${list?.problem}` };
    return itemsOf(list.value);
  } catch (error) {
    return {
      problem: isCancellation(error) ? 'cancelled before it started' : `forEach: ${messageOf(error)}`,
    };
  }
}

async function runItems(state: FanOutState): Promise<FanOutResult> {
  const publish = publisher(state);
  const result = await runLoop({
    state,
    round: () => round(state, publish),
    isOver: () => isOver(state),
    wakes: () => isBusy(state) && state.gathering.isTaskOpen(),
    cancelWork: () => cancelItems(state),
    conclude: () => conclude(state),
  });
  return completeOrCancel(result, state.isCancelled);
}

async function round(state: FanOutState, publish: () => void): Promise<void> {
  await gather(state);
  const next = (): RunFanOutInput => ({ ...state.input, resume: progressOf(state) });
  const isDraining = workflowInfo().continueAsNewSuggested && fits(next());
  if (!isDraining) await startItems(state);
  publish();
  if (!isDraining || state.running.size > 0 || isOver(state)) return;
  state.timer.off();
  await continueAsNew<WorkflowTypes['runFanOut']>(next());
}

async function gather(state: FanOutState): Promise<void> {
  // A cancel is to reach the items at once.
  if (!isBusy(state) || state.isCancelled) return;
  await state.gathering.gather({ running: state.running.size, ended: state.results.size });
  // It is about to be taken.
  state.hasNews = false;
}

function conclude(state: FanOutState): FanOutResult {
  state.timer.off();
  return resultOf(state);
}

const isOver = ({ items, results, running, isCancelled }: FanOutState): boolean =>
  running.size === 0 && (isCancelled || results.size === items.length);

function cancelItems({ running }: FanOutState): void {
  for (const scope of running.values()) scope.cancel();
}

async function startItems(state: FanOutState): Promise<void> {
  while (mayStart(state)) {
    const at = nextItem(state);
    if (at === null) return;
    const prepared = await prepareItem(state, at);
    if ('step' in prepared) await state.reads.readFor(prepared.step, placesLeft(state));
    if (mayStart(state)) startItem(state, at, prepared);
  }
}

/** How many items can begin now, beside one. */
function placesLeft({ items, results, running, parked, input }: FanOutState): number {
  const waiting = items.length - results.size - running.size - parked.size;
  return Math.min(waiting, (input.step.fanOut?.limit ?? 1) - running.size) - 1;
}

const mayStart = ({ isCancelled, isPaused, running, input }: FanOutState): boolean =>
  !isCancelled && !isPaused && running.size < (input.step.fanOut?.limit ?? 1);
