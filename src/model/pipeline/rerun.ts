import { ownMember } from '../base/objects.js';
import type { Plan, Step } from './plan.js';
import type { StepResult } from './results.js';
import { allSteps } from './step-order.js';

/** Which steps a rerun runs again, and all steps after them: the steps that did not succeed, or one step. */
export type RerunChoice = { kind: 'failed' } | { kind: 'from'; step: string };

/** What a rerun keeps, and what it does. */
export interface RerunPlan {
  /** The results of steps that are not run again. */
  kept: StepResult[];
  /** The results of fan-outs of which only the failed items are run again; the other items keep their rows. */
  partly: StepResult[];
  /** The ids of the steps that are run, including those of `finally`. */
  runs: string[];
  /** How often each step was triggered before, by step id. Includes the kept steps, for a rerun of the rerun. */
  attempts: Record<string, number>;
}

/**
 * Plans a rerun. A step is kept if it succeeded, or was left out on purpose, and no step that it needs is run again. The
 * steps of `finally` always run. `before`: the attempts with which the former run itself started, if it was a rerun.
 */
export function planRerun(
  plan: Plan,
  results: ReadonlyMap<string, StepResult>,
  before: Readonly<Record<string, number>>,
  choice: RerunChoice,
): RerunPlan {
  const again = withFollowers(
    plan.steps,
    plan.steps.filter(({ id }) => isChosen(id, choice) || !countsAsDone(id, results)).map(({ id }) => id),
  );
  const partly = plan.steps.flatMap((step) => {
    const result = results.get(step.id);
    const isPartial =
      again.has(step.id) && !isChosen(step.id, choice) && !step.needs.some((id) => again.has(id));
    return isPartial && result?.items !== undefined ? [result] : [];
  });
  const last = plan.finally ?? [];
  const runs = [...plan.steps.filter(({ id }) => again.has(id)), ...last].map(({ id }) => id);
  const kept = plan.steps.flatMap(({ id }) => (again.has(id) ? [] : (results.get(id) ?? [])));
  const ids = [...plan.steps, ...last].map(({ id }) => id);
  const attempts = ids.map(
    (id) => [id, Math.max(ownMember(before, id) ?? 0, attemptsOf(results.get(id)))] as const,
  );
  return { kept, partly, runs, attempts: Object.fromEntries(attempts.filter(([, count]) => count > 0)) };
}

/** The fan-outs of which a rerun needs every row: those that are run again in part, and those that expressions or gates read. */
export function rowsNeeded(plan: Plan, { partly, runs }: RerunPlan): ReadonlySet<string> {
  const again = allSteps(plan).filter(({ id }) => runs.includes(id));
  const measured = again.flatMap(({ gate }) => (gate?.checks ?? []).flatMap(({ of }) => of));
  return new Set([
    ...partly.map(({ id }) => id),
    ...(plan.reads ?? []),
    ...again.flatMap(({ reads = [] }) => reads),
    ...measured.map((of) => of.split('/')[0] ?? of),
  ]);
}

const isChosen = (id: string, choice: RerunChoice): boolean => choice.kind === 'from' && choice.step === id;

/** Whether a step succeeded, or was skipped for a reason other than a failure: by its `if`, or by a person. */
const countsAsDone = (id: string, results: ReadonlyMap<string, StepResult>): boolean => {
  const result = results.get(id);
  return result?.state === 'succeeded' || result?.isIgnored === true || isLeftOut(id, results);
};

function isLeftOut(id: string, results: ReadonlyMap<string, StepResult>): boolean {
  const result = results.get(id);
  if (result?.state !== 'skipped') return false;
  return result.because === undefined || isLeftOut(result.because, results);
}

function withFollowers(steps: readonly Step[], ids: readonly string[]): ReadonlySet<string> {
  const found = new Set(ids);
  // A step may come before the steps that it needs.
  for (let size = -1; size !== found.size;) {
    size = found.size;
    for (const { id, needs } of steps) if (needs.some((need) => found.has(need))) found.add(id);
  }
  return found;
}

// A step's count includes the attempts of the runs before.
function attemptsOf(result: StepResult | undefined): number {
  if (result === undefined) return 0;
  const ofItems = (result.items ?? []).map(({ attempts }) => attempts);
  return Math.max(result.attempts, ...ofItems);
}
