import type { Gate, GateRequest, MeasuredStep } from '../gate/gate.js';
import type { GateResult } from '../gate/evidence.js';
import { measuredStep } from './measured-step.js';
import type { StepResult } from './results.js';
import type { Evaluated } from './scope.js';

/** What a gate measures: each step, or item of a step, that its checks name and that has a result. */
export function measuredSteps({ checks }: Gate, steps: readonly StepResult[]): MeasuredStep[] {
  const names = [...new Set(checks.flatMap(({ of }) => of))];
  return names.map((of) => measuredStep(steps, of)).filter((step) => step !== null);
}

/** The conditions of a gate, with their positions among its checks. */
export const conditionsOf = ({ checks }: Gate): { at: number; condition: string }[] =>
  checks.flatMap(({ measure, condition = '' }, at) => (measure === 'condition' ? [{ at, condition }] : []));

/** The values of conditions, as `judgeGate` takes them. */
export const conditionAnswers = (
  conditions: readonly { at: number }[],
  values: readonly Evaluated[],
): GateRequest['conditions'] =>
  Object.fromEntries(
    conditions.map(({ at }, position) => [at, truthOf(values[position] ?? { problem: 'not evaluated' })]),
  );

/** The value of a condition, or why it has none. */
export function truthOf(evaluated: Evaluated): boolean | { problem: string } {
  if ('problem' in evaluated || typeof evaluated.value === 'boolean')
    return 'problem' in evaluated ? evaluated : (evaluated.value as boolean);
  return { problem: `is ${JSON.stringify(evaluated.value).slice(0, 80)}, expected true or false` };
}

/** The state of a step by the answer of its gate. */
export function stateOfGate({ answer, checks }: GateResult): Pick<StepResult, 'state' | 'reason'> {
  if (answer === 'pass') return { state: 'succeeded', reason: null };
  const reasons = checks.filter((check) => check.answer === answer).map(({ reason }) => reason);
  return { state: answer === 'fail' ? 'failed' : 'succeeded', reason: reasons.join('; ') };
}
