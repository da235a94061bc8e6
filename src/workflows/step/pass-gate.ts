import { isCancellation, workflowInfo } from '@temporalio/workflow';
import type { Gate } from '../../model/gate/gate.js';
import type { GateResult } from '../../model/gate/evidence.js';
import {
  conditionAnswers,
  conditionsOf,
  measuredSteps,
  stateOfGate,
} from '../../model/pipeline/gate-request.js';
import type { Step } from '../../model/pipeline/plan.js';
import type { StepResult } from '../../model/pipeline/results.js';
import { messageOf } from '../shared/failures.js';
import { failed } from './unfinished-result.js';
import type { UnfinishedResult } from './unfinished-result.js';
import { noteUntil, setNote } from './pipeline-state.js';
import type { PipelineState } from './pipeline-state.js';
import { evaluateIn, expression } from './evaluate.js';
import { judging } from './activities.js';
import { inTime, isOutOfTime } from './step-clock.js';
import type { StepClock } from './step-clock.js';
import { reportGate } from '../shared/report.js';

/** Judges the gate of a step whose work succeeded, which `self` is. */
export async function passGate(
  state: PipelineState,
  step: Step,
  gate: Gate,
  clock: StepClock,
  self: StepResult,
): Promise<UnfinishedResult> {
  setNote(state, step.id, noteUntil('gate', clock));
  try {
    const result = await judge(state, step, gate, clock, self);
    reportGate(step.id, result.answer);
    return { ...stateOfGate(result), gate: result };
  } catch (error) {
    if (isCancellation(error) || isOutOfTime(error)) throw error;
    return failed(`the gate could not be judged: ${messageOf(error)}`);
  }
}

async function judge(
  state: PipelineState,
  step: Step,
  gate: Gate,
  clock: StepClock,
  self: StepResult,
): Promise<GateResult> {
  const conditions = conditionsOf(gate);
  const values = await evaluateIn(
    state,
    step,
    conditions.map(({ condition }) => expression(condition)),
    'the conditions',
    clock,
    self,
  );
  const { workflowId, runId } = workflowInfo();
  const request = {
    gate,
    pipeline: { name: state.plan.name, workflowId, executionId: runId },
    steps: measuredSteps(gate, [...new Map([...state.results, [step.id, self]]).values()]),
    conditions: conditionAnswers(conditions, values),
  };
  const call = { stepId: step.id, summary: `gate of ${step.id}` };
  return inTime(clock, 'its gate was being judged', (leftMs) =>
    judging({ ...call, leftMs }).judgeGate(request),
  );
}
