import type { StepNode } from './plan.js';

/** How far a step is, as far as the order is concerned. `bad` covers failed, cancelled and skipped. */
export type StepProgress = 'waiting' | 'started' | 'good' | 'bad';

/** The steps that can start now, in list order. */
export const readySteps = <S extends StepNode>(
  steps: readonly S[],
  progress: ReadonlyMap<string, StepProgress>,
): S[] =>
  steps.filter((step) => isWaiting(step, progress) && step.needs.every((id) => progress.get(id) === 'good'));

/** The steps that can never start, because something they need ended badly. */
export const blockedSteps = <S extends StepNode>(
  steps: readonly S[],
  progress: ReadonlyMap<string, StepProgress>,
): S[] =>
  steps.filter((step) => isWaiting(step, progress) && step.needs.some((id) => progress.get(id) === 'bad'));

const isWaiting = (step: StepNode, progress: ReadonlyMap<string, StepProgress>): boolean =>
  (progress.get(step.id) ?? 'waiting') === 'waiting';

/** A cycle as a path that ends where it began (`a`, `b`, `a`), or null. Unknown ids are ignored. */
export function findCycle(steps: readonly StepNode[]): string[] | null {
  const needsOf = new Map(steps.map((step) => [step.id, step.needs]));
  const finished = new Set<string>();
  for (const step of steps) {
    const cycle = cycleFrom(step.id, [], needsOf, finished);
    if (cycle !== null) return cycle;
  }
  return null;
}

function cycleFrom(
  id: string,
  path: readonly string[],
  needsOf: ReadonlyMap<string, readonly string[]>,
  finished: Set<string>,
): string[] | null {
  const at = path.indexOf(id);
  if (at >= 0) return [...path.slice(at), id];
  if (finished.has(id)) return null;
  for (const needed of needsOf.get(id) ?? []) {
    const cycle = cycleFrom(needed, [...path, id], needsOf, finished);
    if (cycle !== null) return cycle;
  }
  finished.add(id);
  return null;
}
