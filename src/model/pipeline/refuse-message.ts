import type { StepResult } from './results.js';
import { allSteps, reopenedBy } from './step-order.js';
import type { Plan } from './plan.js';

/** What tells whether something can be asked of a step by hand. */
export interface Asked {
  plan: Plan;
  results: ReadonlyMap<string, StepResult>;
  isRunning: (id: string) => boolean;
  isAwaitingApproval: (id: string) => boolean;
}

/** Each says why it makes no sense, or null. */
export const whyNotSkip = (id: string, asked: Asked): string | null =>
  unknownStep(id, asked) ?? (asked.results.has(id) ? `step ${id} has ended: ${stateOf(id, asked)}` : null);

export function whyNotDecide(id: string, asked: Asked): string | null {
  const unknown = unknownStep(id, asked);
  if (unknown !== null || asked.isAwaitingApproval(id)) return unknown;
  const step = allSteps(asked.plan).find((each) => each.id === id);
  if (step?.approval === undefined) return `step ${id} is not an approval`;
  return asked.results.has(id)
    ? `step ${id} was decided already: ${stateOf(id, asked)}`
    : `step ${id} does not wait for approval yet`;
}

export function whyNotRetry(id: string, asked: Asked): string | null {
  const { plan, results } = asked;
  const unknown = unknownStep(id, asked);
  if (unknown !== null) return unknown;
  const result = results.get(id);
  if (result === undefined)
    return asked.isRunning(id) ? `step ${id} is still running` : `step ${id} has not started yet`;
  if (result.state === 'succeeded') return `step ${id} ended well`;
  const opened = reopenedBy(id, results);
  const isBegun = (step: { id: string }) => asked.isRunning(step.id) || results.has(step.id);
  const last = plan.finally ?? [];
  const isOfLast = last.some((step) => opened.includes(step.id) && step.id === opened[0]);
  return !isOfLast && last.some(isBegun)
    ? `the steps of finally have begun, so no other is started again`
    : null;
}

const stateOf = (id: string, { results }: Asked): string => {
  const result = results.get(id);
  return `${result?.state}${result?.reason === null ? '' : ` (${result?.reason})`}`;
};

function unknownStep(id: string, { plan }: Asked): string | null {
  const ids = allSteps(plan).map((step) => step.id);
  return ids.includes(id)
    ? null
    : `there is no step ${JSON.stringify(id)}, only ${ids.slice(0, 20).join(', ')}`;
}
