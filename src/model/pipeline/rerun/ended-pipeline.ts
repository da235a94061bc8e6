import { ownMember } from '../../base/objects.js';
import type { Plan } from '../plan.js';
import type { StepResult } from '../results.js';
import { allSteps } from '../step-order.js';
import type { StepChange } from './step-changes.js';

/** A pipeline that has ended, for a rerun. */
export interface EndedPipeline {
  plan: Plan;
  results: ReadonlyMap<string, StepResult>;
  /** The attempts with which it started itself, if it was a rerun. */
  attempts: Readonly<Record<string, number>>;
}

/** What a rerun keeps, and what it does. */
export interface RerunPlan {
  /** The results of steps that are not run again. */
  kept: StepResult[];
  /** The results of fan-outs of which only the failed items are run again; the other items keep their rows. */
  partly: StepResult[];
  /** The results of steps whose work is kept and whose gate is judged again. */
  judged: StepResult[];
  /** The ids of the steps that are run, including those of `finally`. */
  runs: string[];
  /** Steps among them that had succeeded, and run only because the file changed. */
  redone: string[];
  /** How the plan differs from the one that has ended. */
  changes: StepChange[];
  /** How often each step was triggered before, by step id. Includes the kept steps, for a rerun of the rerun. */
  attempts: Record<string, number>;
}

/** How often each step of a plan was triggered so far. */
export function attemptsIn(plan: Plan, { results, attempts }: EndedPipeline): Record<string, number> {
  const counted = allSteps(plan).map(
    ({ id }) => [id, Math.max(ownMember(attempts, id) ?? 0, attemptsOf(results.get(id)))] as const,
  );
  return Object.fromEntries(counted.filter(([, count]) => count > 0));
}

// A step's count includes the attempts of the runs before.
function attemptsOf(result: StepResult | undefined): number {
  if (result === undefined) return 0;
  const ofItems = (result.items ?? []).map(({ attempts }) => attempts);
  return Math.max(result.attempts, ...ofItems);
}
