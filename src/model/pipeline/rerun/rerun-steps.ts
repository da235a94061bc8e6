import type { RerunPlan } from './ended-pipeline.js';
import type { StepChange } from './step-changes.js';

/** What a rerun does with one step of the plan that has ended, or of the changed one. */
export interface RerunStep extends StepChange {
  /** `items`: only those of its fan-out that did not succeed run; `judged`: its work is kept, its gate is judged again. */
  deed: 'kept' | 'runs' | 'items' | 'judged' | 'removed';
  /** It had succeeded, and runs again because the file changed. */
  isRedone: boolean;
}

/** What a rerun does, step by step, in list order; those that the file no longer has come last. */
export const rerunSteps = (plan: Omit<RerunPlan, 'attempts'>): RerunStep[] =>
  plan.changes.map((change) => ({
    ...change,
    deed: deedOf(change, plan),
    isRedone: plan.redone.includes(change.id),
  }));

function deedOf(
  { id, change }: StepChange,
  { partly, judged, runs }: Omit<RerunPlan, 'attempts'>,
): RerunStep['deed'] {
  if (change === 'removed') return 'removed';
  if (judged.some((result) => result.id === id)) return 'judged';
  if (partly.some((result) => result.id === id)) return 'items';
  return runs.includes(id) ? 'runs' : 'kept';
}
