import { isCancellation, workflowInfo } from '@temporalio/workflow';
import type { Gate, GateResult } from '../../model/gate/gate.js';
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
import { noteOf, setNote } from './pipeline-state.js';
import type { PipelineState } from './pipeline-state.js';
import { evaluateIn, expression } from './evaluate.js';
import { judgingGate } from './activities.js';

/** Judges the gate of a step whose work succeeded, which `self` is. */
export async function passGate(
  state: PipelineState,
  step: Step,
  gate: Gate,
  self: StepResult,
): Promise<UnfinishedResult> {
  setNote(state, step.id, noteOf('gate'));
  try {
    const result = await judge(state, step, gate, self);
    return { ...stateOfGate(result), gate: result };
  } catch (error) {
    if (isCancellation(error)) throw error;
    return failed(`the gate could not be judged: ${messageOf(error)}`);
  }
}

async function judge(state: PipelineState, step: Step, gate: Gate, self: StepResult): Promise<GateResult> {
  const conditions = conditionsOf(gate);
  const values = await evaluateIn(
    state,
    step,
    conditions.map(({ condition }) => expression(condition)),
    'the conditions',
    self,
  );
  const { workflowId, runId } = workflowInfo();
  return judgingGate(step.id).judgeGate({
    gate,
    pipeline: { name: state.plan.name, workflowId, executionId: runId },
    steps: measuredSteps(gate, [...new Map([...state.results, [step.id, self]]).values()]),
    conditions: conditionAnswers(conditions, values),
  });
}
