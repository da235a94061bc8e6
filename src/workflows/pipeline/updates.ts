import type { ControlRequest } from '../../model/base/control-request.js';
import { askedBy } from '../../model/base/control-request.js';
import { neverStarted } from '../../model/pipeline/results.js';
import { PIPELINE_UPDATES } from '../../model/pipeline/messages.js';
import type { Decision, StepRequest } from '../../model/pipeline/messages.js';
import { whyNotDecide, whyNotRetry, whyNotSkip } from '../../model/pipeline/step-requests.js';
import type { StepsNow } from '../../model/pipeline/step-requests.js';
import { allSteps, reopenedBy } from '../../model/pipeline/step-order.js';
import { updateHandler } from '../shared/updates.js';
import { signalPaused } from '../step/pipeline-state.js';
import type { PipelineState } from '../step/pipeline-state.js';

/** Handles the updates of a pipeline (`model/pipeline/messages.ts`). A request that makes no sense is refused. */
export function handleUpdates(state: PipelineState): void {
  const on = updateHandler('pipeline', state);
  const { pause, resume, skipStep, retryStep, decide } = PIPELINE_UPDATES;
  on<ControlRequest>(
    pause,
    () => pauseProblem(state),
    (request) => pausePipeline(state, request),
  );
  on<ControlRequest>(
    resume,
    () => resumeProblem(state),
    () => resumePipeline(state),
  );
  on<StepRequest>(
    skipStep,
    ({ stepId }) => whyNotSkip(stepId, stepsNow(state)),
    (request) => skip(state, request),
  );
  on<StepRequest>(
    retryStep,
    ({ stepId }) => whyNotRetry(stepId, stepsNow(state)),
    (request) => retry(state, request),
  );
  on<Decision>(
    decide,
    (request) => whyNotDecide(request, stepsNow(state)),
    (request) => decideStep(state, request),
  );
}

const pauseProblem = ({ paused }: PipelineState): string | null =>
  paused === null ? null : `the pipeline is already ${askedBy('paused', paused)}`;

const resumeProblem = ({ paused }: PipelineState): string | null =>
  paused === null ? 'the pipeline is not paused' : null;

const stepsNow = (state: PipelineState): StepsNow => ({
  plan: state.plan,
  results: state.results,
  isRunning: (id) => state.running.has(id),
  isAwaitingApproval: (id) =>
    state.notes.get(id)?.phase === 'approval' && state.running.get(id)?.decision === null,
});

function pausePipeline(state: PipelineState, { by, reason }: ControlRequest): string {
  state.paused = { atMs: Date.now(), by, ...(reason === undefined || reason === '' ? {} : { reason }) };
  signalFanOuts(state, true);
  const { size } = state.running;
  if (size === 0) return 'The pipeline is paused; no step is running.';
  return `The pipeline is paused; ${size} running ${size === 1 ? 'step continues to its' : 'steps continue to their'} end.`;
}

function resumePipeline(state: PipelineState): string {
  state.paused = null;
  signalFanOuts(state, false);
  return 'The pipeline is resumed.';
}

function signalFanOuts({ running }: PipelineState, isPaused: boolean): void {
  for (const { fanOut } of running.values()) if (fanOut !== null) signalPaused(fanOut, isPaused);
}

function skip(state: PipelineState, request: StepRequest): string {
  const { stepId } = request;
  const running = state.running.get(stepId);
  if (running !== undefined) {
    running.skip = request;
    running.scope.cancel();
    return `Step ${stepId} is being cancelled and counts as skipped.`;
  }
  const step = allSteps(state.plan).find(({ id }) => id === stepId);
  if (step !== undefined) {
    state.results.set(stepId, neverStarted(step, 'skipped', askedBy('skipped', request)));
  }
  return `Step ${stepId} is skipped.`;
}

function retry(state: PipelineState, { stepId }: StepRequest): string {
  const [first = stepId, ...others] = reopenedBy(stepId, state.results);
  for (const id of [first, ...others]) {
    const result = state.results.get(id);
    if (result !== undefined) state.reopened.set(id, result);
    state.results.delete(id);
    state.opened.set(id, (state.opened.get(id) ?? 0) + 1);
  }
  const when = state.paused === null ? 'now' : 'when the pipeline is resumed';
  const behind =
    others.length === 0
      ? ''
      : `, followed by the steps that were skipped because of it: ${others.join(', ')}`;
  return `Step ${first} runs again ${when}${behind}.`;
}

function decideStep(state: PipelineState, decision: Decision): string {
  const running = state.running.get(decision.stepId);
  if (running !== undefined) running.decision = decision;
  return `Step ${decision.stepId} is ${decision.decision === 'approve' ? 'approved' : 'rejected'}.`;
}
