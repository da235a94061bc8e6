import type { Plan, Step } from '../plan.js';
import { allSteps } from '../step-order.js';
import { attemptsIn } from './ended-pipeline.js';
import type { EndedPipeline, RerunPlan } from './ended-pipeline.js';
import { judgeAgain } from './judge-again.js';
import { stepChanges } from './step-changes.js';
import type { StepChange } from './step-changes.js';

/**
 * Which steps a rerun runs again, and all steps after them: the steps that did not succeed, or one step. `gates` judges the
 * gates that failed and runs what was skipped because of them.
 */
export type RerunChoice = { kind: 'failed' } | { kind: 'from'; step: string } | { kind: 'gates' };

/**
 * Plans a rerun, with the plan that has ended or a changed one. A step is kept if it succeeded, or was left out on purpose,
 * its definition is the same, and no step that it needs is run again. The steps of `finally` always run.
 */
export function planRerun(ended: EndedPipeline, choice: RerunChoice, plan = ended.plan): RerunPlan {
  const changes = stepChanges(ended.plan, plan);
  return choice.kind === 'gates' ? judgeAgain(ended, plan, changes) : runAgain(ended, choice, plan, changes);
}

function runAgain(ended: EndedPipeline, choice: RerunChoice, plan: Plan, changes: StepChange[]): RerunPlan {
  const { results } = ended;
  const { steps } = plan;
  const isSame = sameIn(changes);
  const undone = steps.filter(({ id }) => isChosen(id, choice) || !countsAsDone(id, results));
  const otherwise = withFollowers(steps, undone);
  const again = withFollowers(steps, [...undone, ...steps.filter(({ id }) => !isSame(id))]);
  const partly = steps.flatMap((step) => {
    const result = results.get(step.id);
    const isPartial =
      again.has(step.id) &&
      isSame(step.id) &&
      !isChosen(step.id, choice) &&
      !step.needs.some((id) => again.has(id));
    return isPartial && result?.items !== undefined ? [result] : [];
  });
  const runs = [...steps.filter(({ id }) => again.has(id)), ...(plan.finally ?? [])].map(({ id }) => id);
  const kept = steps.flatMap(({ id }) => (again.has(id) ? [] : (results.get(id) ?? [])));
  const redone = runs.filter(
    (id) => again.has(id) && !otherwise.has(id) && results.get(id)?.state === 'succeeded',
  );
  return { kept, partly, judged: [], runs, redone, changes, attempts: attemptsIn(plan, ended) };
}

const sameIn = (changes: readonly StepChange[]): ((id: string) => boolean) => {
  const same = new Set(changes.filter(({ change }) => change === 'same').map(({ id }) => id));
  return (id) => same.has(id);
};

/** The fan-outs of which a rerun needs every row: those that are run again in part, and those that expressions or gates read. */
export function rowsNeeded(
  plan: Plan,
  { partly, runs, judged }: Pick<RerunPlan, 'partly' | 'runs' | 'judged'>,
): ReadonlySet<string> {
  const ids = [...runs, ...judged.map(({ id }) => id)];
  const again = allSteps(plan).filter(({ id }) => ids.includes(id));
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
const countsAsDone = (id: string, results: EndedPipeline['results']): boolean => {
  const result = results.get(id);
  return result?.state === 'succeeded' || result?.isIgnored === true || isLeftOut(id, results);
};

function isLeftOut(id: string, results: EndedPipeline['results']): boolean {
  const result = results.get(id);
  if (result?.state !== 'skipped') return false;
  return result.because === undefined || isLeftOut(result.because, results);
}

function withFollowers(steps: readonly Step[], first: readonly Step[]): ReadonlySet<string> {
  const found = new Set(first.map(({ id }) => id));
  // A step may come before the steps that it needs.
  for (let size = -1; size !== found.size;) {
    size = found.size;
    for (const { id, needs } of steps) if (needs.some((need) => found.has(need))) found.add(id);
  }
  return found;
}
