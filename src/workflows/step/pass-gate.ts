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
import { failed } from './draft.js';
import type { Draft } from './draft.js';
import { note, phase } from '../pipeline/engine.js';
import type { Engine } from '../pipeline/engine.js';
import { evaluateIn, expression } from '../pipeline/evaluate-in.js';
import { judgingGate } from '../pipeline/pipeline-activities.js';

/** Has the gate of a step judged, whose work went well. `self`: what it came to. */
export async function passGate(engine: Engine, step: Step, gate: Gate, self: StepResult): Promise<Draft> {
  note(engine, step.id, phase('gate'));
  try {
    const result = await judge(engine, step, gate, self);
    return { ...stateOfGate(result), gate: result };
  } catch (error) {
    if (isCancellation(error)) throw error;
    return failed(`the gate could not be judged: ${messageOf(error)}`);
  }
}

async function judge(engine: Engine, step: Step, gate: Gate, self: StepResult): Promise<GateResult> {
  const conditions = conditionsOf(gate);
  const values = await evaluateIn(
    engine,
    step,
    conditions.map(({ condition }) => expression(condition)),
    'the conditions',
    self,
  );
  const { workflowId, runId } = workflowInfo();
  return judgingGate(step.id).judgeGate({
    gate,
    pipeline: { name: engine.plan.name, workflowId, executionId: runId },
    steps: measuredSteps(gate, [...new Map([...engine.results, [step.id, self]]).values()]),
    conditions: conditionAnswers(conditions, values),
  });
}
