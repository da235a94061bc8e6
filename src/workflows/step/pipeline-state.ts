import { condition } from '@temporalio/workflow';
import type { CancellationScope, ChildWorkflowHandle } from '@temporalio/workflow';
import type { ControlRequest } from '../../model/base/control-request.js';
import { PAUSE_ITEMS } from '../../model/fan-out/inputs.js';
import type { PipelineProgress } from '../../model/pipeline/inputs.js';
import type { Decision } from '../../model/pipeline/messages.js';
import type { StepNote } from '../../model/pipeline/pipeline-memo.js';
import type { Plan } from '../../model/pipeline/plan.js';
import type { StepResult } from '../../model/pipeline/results.js';
import type { PipelineFacts } from '../../model/pipeline/step-facts.js';
import type { WorkflowTypes } from '../../model/temporal/workflow-types.js';
import type { Teller } from '../notification/teller.js';
import type { LoopState } from '../shared/loop.js';
import { deadlineOf } from './step-clock.js';
import type { StepClock } from './step-clock.js';

type FanOutHandle = ChildWorkflowHandle<WorkflowTypes['runFanOut']>;

/** A step that has started and not ended. */
export interface RunningStep {
  /** Cancelling it cancels this step alone. */
  scope: CancellationScope;
  /** The request to skip the step, made while it ran. */
  skip: ControlRequest | null;
  /** The answer to its approval; null while there is none. */
  decision: Decision | null;
  fanOut: FanOutHandle | null;
}

/** The state of a pipeline while its workflow runs. */
export interface PipelineState extends LoopState {
  readonly plan: Plan;
  readonly facts: PipelineFacts;
  readonly deadlineMs: number | null;
  readonly hasSearchAttributes: boolean;
  readonly results: Map<string, StepResult>;
  readonly running: Map<string, RunningStep>;
  readonly notes: Map<string, StepNote>;
  /** The pipeline of which this one is a rerun; null: it is none. */
  readonly rerunOf: string | null;
  /** Attempts by step id, including those before a rerun. */
  readonly attempts: Map<string, number>;
  /** The former results of steps that are to be tried again. */
  readonly reopened: Map<string, StepResult>;
  /** The results of steps whose work a rerun keeps and whose gate it judges, until they start. */
  readonly judged: Map<string, StepResult>;
  /** How often people opened each step again, by step id. */
  readonly opened: Map<string, number>;
  readonly teller: Teller;
  paused: PipelineProgress['paused'];
}

/** Sets what observers see of a step beside its child workflow; null: nothing. */
export function setNote(state: PipelineState, stepId: string, note: StepNote | null): void {
  if (note === null) state.notes.delete(stepId);
  else state.notes.set(stepId, note);
  state.hasNews = true;
}

/** A note on a phase that begins now. */
export const noteOf = (phase: StepNote['phase'], more: Partial<StepNote> = {}): StepNote => ({
  phase,
  since: new Date().toISOString(),
  ...more,
});

/** A note on a phase that begins now and ends with the step's time at the latest. */
export function noteUntil(phase: StepNote['phase'], clock: StepClock): StepNote {
  const deadlineMs = deadlineOf(clock);
  return noteOf(phase, deadlineMs === null ? {} : { until: new Date(deadlineMs).toISOString() });
}

/** Resolves when the pipeline is not paused; rejects if the current scope is cancelled first. */
export const untilResumed = (state: PipelineState): Promise<void> => condition(() => state.paused === null);

/** Tells a fan-out to start no more items, or to continue. A fan-out that has just ended needs no signal. */
export function signalPaused(fanOut: FanOutHandle, isPaused: boolean): void {
  fanOut.signal(PAUSE_ITEMS, isPaused).catch(() => undefined);
}
