import { CancellationScope, workflowInfo } from '@temporalio/workflow';
import type { ControlRequest } from '../../model/base/control-request.js';
import { fits } from '../../model/base/json.js';
import { omit } from '../../model/base/objects.js';
import { askedBy } from '../../model/base/control-request.js';
import { neverStarted } from '../../model/pipeline/results.js';
import type { RunPipelineInput } from '../../model/pipeline/inputs.js';
import type { Step } from '../../model/pipeline/plan.js';
import type { PipelineResult, StepResult } from '../../model/pipeline/results.js';
import { isOver, nextSteps } from '../../model/pipeline/step-order.js';
import type { Board } from '../../model/pipeline/step-order.js';
import type { WorkflowTypes } from '../../model/temporal/workflow-types.js';
import {
  pipelineNotice,
  pipelineSubject,
  stepNotices,
} from '../../model/pipeline/notices/pipeline-notices.js';
import { hearOfStalls } from '../notification/hear-of-stalls.js';
import { completeOrCancel } from '../shared/complete-or-cancel.js';
import { continueAsNew } from '../shared/continue-as-new.js';
import { runLoop } from '../shared/loop.js';
import type { PipelineState } from '../step/pipeline-state.js';
import { runStep } from '../step/run-step.js';
import { conclude } from './conclude.js';
import { openPipeline, progressOf } from './open-pipeline.js';
import { publisher } from './publish.js';
import { handleUpdates } from './updates.js';

/**
 * Runs the steps of a plan in the order of their needs, independent ones in parallel (design/pipeline.md). People pause
 * and resume it, and skip, retry and approve steps, by updates (`model/pipeline/messages.ts`). Cancelling it cancels
 * every run that it started. Its deadline bounds each step; after it, only the steps of `finally` start.
 *
 * Returns the result of every step, in the order of the file; a cancelled pipeline leaves the result in its memo.
 */
export async function runPipeline(input: RunPipelineInput): Promise<PipelineResult> {
  const state = openPipeline(input);
  const publish = publisher(state);
  handleUpdates(state);
  hearOfStalls(state.teller, pipelineSubject(state.plan.name));
  const result = await runLoop({
    state,
    round: () => round(state, input, publish),
    isOver: () => hasEnded(state),
    cancelWork: () => cancelSteps(state),
    conclude: () => conclude(state, input.rerun),
  });
  if (input.isEndTold !== true) state.teller.tell(pipelineNotice(result));
  await state.teller.told();
  return completeOrCancel(result, state.isCancelled);
}

async function round(state: PipelineState, input: RunPipelineInput, publish: () => void): Promise<void> {
  const next = (): RunPipelineInput => ({ ...input, resume: progressOf(state) });
  const isDraining = workflowInfo().continueAsNewSuggested && fits(next());
  if (!isDraining || state.isCancelled) startSteps(state);
  publish();
  if (!isDraining || state.running.size > 0 || hasEnded(state)) return;
  await state.teller.told();
  await continueAsNew<WorkflowTypes['runPipeline']>(next());
}

const hasEnded = (state: PipelineState): boolean =>
  state.running.size === 0 &&
  (state.isCancelled || (state.paused === null && isOver(state.plan, boardOf(state))));

function cancelSteps({ running }: PipelineState): void {
  for (const { scope } of running.values()) scope.cancel();
}

const boardOf = ({ results, running }: PipelineState): Board => ({
  results,
  running: new Set(running.keys()),
});

/** Starts what can start and skips what never will; after a cancel nothing is started. */
function startSteps(state: PipelineState): void {
  if (!state.isCancelled && state.paused !== null) return;
  for (;;) {
    const { start, skip } = nextSteps(state.plan, boardOf(state));
    if (!state.isCancelled) for (const step of start) startStep(state, step);
    for (const { step, reason, because } of skip) {
      state.results.set(step.id, {
        ...neverStarted(step, 'skipped', reason),
        ...(because === undefined ? {} : { because }),
      });
    }
    if (skip.length === 0) return;
  }
}

function startStep(state: PipelineState, step: Step): void {
  const scope = new CancellationScope();
  state.running.set(step.id, { scope, skip: null, decision: null, fanOut: null });
  void scope.run(async () => endStep(state, await runStep(state, step)));
}

function endStep(state: PipelineState, result: StepResult): void {
  const skip = state.running.get(result.id)?.skip ?? null;
  const ended = skip === null ? result : skippedByHand(result, skip);
  state.results.set(result.id, ended);
  if (skip === null) tellOf(state, ended);
  state.running.delete(result.id);
  state.reopened.delete(result.id);
  state.notes.delete(result.id);
  state.hasNews = true;
}

function tellOf({ plan, opened, teller }: PipelineState, step: StepResult): void {
  for (const sketch of stepNotices(plan.name, step, opened.get(step.id) ?? 0)) teller.tell(sketch);
}

const skippedByHand = (result: StepResult, skip: ControlRequest): StepResult => ({
  ...omit(result, 'isIgnored'),
  state: 'skipped',
  reason: askedBy('skipped', skip),
});
