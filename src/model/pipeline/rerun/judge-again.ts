import { reopenedBy, allSteps } from '../step-order.js';
import type { Plan, Step } from '../plan.js';
import type { StepResult } from '../results.js';
import { attemptsIn } from './ended-pipeline.js';
import type { EndedPipeline, RerunPlan } from './ended-pipeline.js';
import type { StepChange } from './step-changes.js';

/** Judges the gates that failed, and those that the file changed; nothing that has ended by itself is run again. */
export function judgeAgain(ended: EndedPipeline, plan: Plan, changes: StepChange[]): RerunPlan {
  const { results } = ended;
  const judged = plan.steps.flatMap(({ id }) => {
    const result = results.get(id);
    if (result === undefined || !hasWorked(result)) return [];
    return isGateFailed(result) || isGateChanged(id, changes) ? [result] : [];
  });
  const reopened = new Set(judged.flatMap(({ id }) => reopenedBy(id, results)));
  const isKept = ({ id }: Step): boolean => results.has(id) && !reopened.has(id);
  const last = (plan.finally ?? []).filter((step) => !isKeptAtTheEnd(step.id, results));
  const isJudged = (id: string): boolean => judged.some((result) => result.id === id);
  const runs = plan.steps.filter((step) => !isKept(step) && !isJudged(step.id));
  const kept = allSteps(plan).filter(
    (step) => !isJudged(step.id) && !runs.includes(step) && !last.includes(step),
  );
  return {
    kept: kept.flatMap(({ id }) => results.get(id) ?? []),
    partly: [],
    judged,
    runs: [...runs, ...last].map(({ id }) => id),
    redone: [],
    changes,
    attempts: attemptsIn(plan, ended),
  };
}

/**
 * The steps that ended by themselves and that a changed file defines otherwise in more than their gate: judging gates does
 * not run them again.
 */
export const changedBeyondGates = (
  { changes }: Pick<RerunPlan, 'changes'>,
  results: EndedPipeline['results'],
): StepChange[] =>
  changes.filter(({ id, change, members }) => {
    const result = results.get(id);
    if (change !== 'changed' || result === undefined || result.state === 'skipped') return false;
    return members.some((name) => !OF_GATES.has(name));
  });

/** What can change of a step whose work is kept. */
const OF_GATES: ReadonlySet<string> = new Set(['gate', 'outputs']);

/** Whether a step has only to be judged: it succeeded, or its gate made it fail. */
const hasWorked = (result: StepResult): boolean =>
  result.state === 'succeeded' || (result.state === 'failed' && hasFailedGate(result));

const hasFailedGate = ({ gate, kind }: StepResult): boolean => gate?.answer === 'fail' || kind === 'gate';

/** Whether its gate is why a step failed. */
export const isGateFailed = (result: StepResult): boolean =>
  result.state === 'failed' && result.isIgnored !== true && hasFailedGate(result);

const isGateChanged = (id: string, changes: readonly StepChange[]): boolean =>
  changes.some((each) => each.id === id && each.members.includes('gate'));

/** A run of `finally` that succeeded is not triggered again to judge gates; other steps there report or clean up. */
const isKeptAtTheEnd = (id: string, results: EndedPipeline['results']): boolean => {
  const result = results.get(id);
  return result?.kind === 'run' && result.state === 'succeeded';
};
