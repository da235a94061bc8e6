import type { Step } from './plan.js';
import type { TriggerFields } from '../api/requests.js';
import type { StepResult } from './results.js';

/** The trigger of a step, with the experiments of the steps that it evaluates; or why it cannot be triggered. */
export type StepTrigger = { fields: TriggerFields } | { problem: string };

export function stepTrigger(step: Step, results: ReadonlyMap<string, StepResult>): StepTrigger {
  if (step.experimentsFrom.length === 0) return { fields: step.trigger };
  const ids = [...(step.trigger.experimentIds ?? [])];
  for (const from of step.experimentsFrom) {
    const made = experimentsOf(results.get(from));
    if (made.length === 0) return { problem: `step ${from} made no experiment to evaluate` };
    ids.push(...made);
  }
  return { fields: { ...step.trigger, experimentIds: ids } };
}

/** The experiments that a step made; for a fan-out, those that its items made or evaluated. */
function experimentsOf(from: StepResult | undefined): string[] {
  if (from?.items !== undefined) return from.experimentIds ?? [];
  const id = from?.result?.experimentId ?? null;
  return id === null ? [] : [id];
}
