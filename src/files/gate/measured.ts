import { workOf } from '../pipeline/checks/loose-step.js';
import type { PlacedStep, StepGraph } from '../pipeline/checks/step-graph.js';

/** The names in `of`: one, or a list of them. */
export const namesIn = (of: unknown): string[] =>
  (Array.isArray(of) ? (of as unknown[]) : [of]).filter((name) => typeof name === 'string');

/** What a gate measures that does not say it: the step's own run, or where it does nothing else, those that it needs. */
export function measuredByDefault({ step, id, needs }: PlacedStep, { byId }: StepGraph): string[] {
  if (workOf(step) === 'run') return id === null ? [] : [id];
  if (workOf(step) !== null) return [];
  return needs.filter((need) => {
    const needed = byId.get(need);
    return needed !== undefined && workOf(needed.step) === 'run';
  });
}
