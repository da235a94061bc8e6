import { ownMember } from '../base/own-member.js';
import type { Plan, Step } from './plan.js';
import type { StepResult } from './results.js';
import { allSteps } from './step-order.js';

/** Which steps are run again: those that did not end well; or one of them. In either case also all that follows them. */
export type RerunChoice = { kind: 'failed' } | { kind: 'from'; step: string };

/** What a rerun keeps, and what it does. */
export interface RerunPlan {
  /** Results of steps that are not run again. */
  kept: StepResult[];
  /** Of fan-outs that are run again only because some of their items failed: the others keep their rows. */
  partly: StepResult[];
  /** Ids of the steps that are run, those of `finally` included. */
  runs: string[];
  /** By step id: how often the steps were triggered before, the kept ones too, for a rerun of the rerun. */
  attempts: Record<string, number>;
}

/**
 * What becomes of each step in a rerun. Only what ended well (or was left out on purpose) is kept, and only where nothing that it needs is run again.
 * Steps of `finally` are always run. `before` are the attempts with which the former run itself began, as a rerun.
 */
export function planRerun(
  plan: Plan,
  results: ReadonlyMap<string, StepResult>,
  before: Readonly<Record<string, number>>,
  choice: RerunChoice,
): RerunPlan {
  const again = withFollowers(
    plan.steps,
    plan.steps.filter(({ id }) => isAsked(id, choice) || !isGood(id, results)).map(({ id }) => id),
  );
  const partly = plan.steps.flatMap((step) => {
    const result = results.get(step.id);
    const isOwn = again.has(step.id) && !isAsked(step.id, choice) && !step.needs.some((id) => again.has(id));
    return isOwn && result?.items !== undefined ? [result] : [];
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

/** The fan-outs of which a rerun needs every row: those run in part, and those that expressions or gates look at. */
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

const isAsked = (id: string, choice: RerunChoice): boolean => choice.kind === 'from' && choice.step === id;

/** It ended well, or was left out for a reason that has nothing to do with a failure: by its `if`, or by hand. */
const isGood = (id: string, results: ReadonlyMap<string, StepResult>): boolean => {
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
  // List order need not be the order of needs.
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
