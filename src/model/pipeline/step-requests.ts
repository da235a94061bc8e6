import type { Decision } from './messages.js';
import type { Plan } from './plan.js';
import type { StepResult } from './results.js';
import { allSteps, reopenedBy } from './step-order.js';

/** The steps of a pipeline at the moment of a request, as far as they decide whether it makes sense. */
export interface StepsNow {
  plan: Plan;
  results: ReadonlyMap<string, StepResult>;
  isRunning: (id: string) => boolean;
  isAwaitingApproval: (id: string) => boolean;
}

/** Why a step cannot be skipped; null if it can. */
export const whyNotSkip = (id: string, now: StepsNow): string | null =>
  unknownStep(id, now) ?? (now.results.has(id) ? `step ${id} has ended: ${endOf(id, now)}` : null);

/** Why a decision about an approval is refused; null if it is not. */
export function whyNotDecide({ stepId: id, decision }: Decision, now: StepsNow): string | null {
  if (!['approve', 'reject'].includes(decision)) return 'the decision must be approve or reject';
  const unknown = unknownStep(id, now);
  if (unknown !== null || now.isAwaitingApproval(id)) return unknown;
  const step = allSteps(now.plan).find((each) => each.id === id);
  if (step?.approval === undefined) return `step ${id} is not an approval`;
  return now.results.has(id)
    ? `step ${id} was already decided: ${endOf(id, now)}`
    : `step ${id} is not waiting for approval yet`;
}

/** Why a step cannot be tried again; null if it can. */
export function whyNotRetry(id: string, now: StepsNow): string | null {
  const { plan, results } = now;
  const unknown = unknownStep(id, now);
  if (unknown !== null) return unknown;
  const result = results.get(id);
  if (result === undefined)
    return now.isRunning(id) ? `step ${id} is still running` : `step ${id} has not started yet`;
  if (result.state === 'succeeded') return `step ${id} succeeded`;
  const [first] = reopenedBy(id, results);
  const last = plan.finally ?? [];
  const hasBegun = (step: { id: string }) => now.isRunning(step.id) || results.has(step.id);
  return last.some(hasBegun) && !last.some((step) => step.id === first)
    ? 'the steps of finally have started, so no other step can be retried'
    : null;
}

function endOf(id: string, { results }: StepsNow): string {
  const result = results.get(id);
  return `${result?.state}${result?.reason === null ? '' : ` (${result?.reason})`}`;
}

function unknownStep(id: string, { plan }: StepsNow): string | null {
  const ids = allSteps(plan).map((step) => step.id);
  return ids.includes(id)
    ? null
    : `there is no step ${JSON.stringify(id)}; the steps are ${ids.slice(0, 20).join(', ')}`;
}
