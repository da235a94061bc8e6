import type { Plan, Step, StepCondition } from './plan.js';
import type { StepResult } from './results.js';

/** How far the steps of a pipeline are: those that ended have a result. */
export interface Board {
  results: ReadonlyMap<string, StepResult>;
  running: ReadonlySet<string>;
}

/** What can be done with the steps now, in list order. */
export interface NextSteps {
  start: Step[];
  skip: { step: Step; reason: string; because?: string }[];
}

/** How a step that ended counts for those that need it: `neutral` was skipped without anything having failed. */
type Standing = 'good' | 'bad' | 'neutral';

/**
 * Which steps can start, and which never will (design/pipeline.md). Steps of `finally` follow when all others have ended;
 * theirs is `always` where the file does not say `when`.
 */
export function nextSteps(plan: Plan, board: Board): NextSteps {
  const next: NextSteps = { start: [], skip: [] };
  const stopper = plan.steps.find((step) => isStopping(step, board));
  for (const step of plan.steps.filter((each) => isOpen(each, board))) {
    if (stopper !== undefined) next.skip.push(stoppedBy(step, stopper));
    else decide(step, step.needs, step.when ?? 'success', board, next);
  }
  if (!plan.steps.every(({ id }) => board.results.has(id))) return next;
  const main = plan.steps.map(({ id }) => id);
  for (const step of (plan.finally ?? []).filter((each) => isOpen(each, board))) {
    const own = step.needs.filter((id) => !main.includes(id));
    decide(step, [...main, ...own], step.when ?? 'always', board, next, true);
  }
  return next;
}

const isOpen = ({ id }: Step, { results, running }: Board): boolean => !results.has(id) && !running.has(id);

function isStopping({ id, onFailure }: Step, { results }: Board): boolean {
  const result = results.get(id);
  return onFailure === 'stop' && result !== undefined && hasFailed(result);
}

const hasFailed = (result: StepResult): boolean =>
  !['succeeded', 'skipped'].includes(result.state) && result.isIgnored !== true;

const stoppedBy = (step: Step, stopper: Step): NextSteps['skip'][number] => ({
  step,
  reason: `step ${stopper.id} stops the pipeline when it fails`,
  because: stopper.id,
});

function decide(
  step: Step,
  needs: readonly string[],
  when: StepCondition,
  { results }: Board,
  next: NextSteps,
  isFinally = false,
): void {
  const ended = needs.map((id) => results.get(id)).filter((result) => result !== undefined);
  const culprit = ended.find((result) => standingOf(result, results) === 'bad');
  const missing = isFinally ? undefined : ended.find((result) => standingOf(result, results) === 'neutral');
  const hindrance = culprit ?? missing;
  // Nothing that happens to its other needs can make good for it.
  if (when === 'success' && hindrance !== undefined) {
    next.skip.push({ step, reason: `step ${hindrance.id} is ${hindrance.state}`, because: hindrance.id });
  } else if (ended.length < needs.length) {
    return;
  } else if (when === 'failure' && culprit === undefined) {
    next.skip.push({ step, reason: 'nothing that it waits for has failed' });
  } else next.start.push(step);
}

function standingOf(result: StepResult, results: Board['results']): Standing {
  if (hasFailed(result)) return 'bad';
  if (result.state !== 'skipped') return 'good';
  const cause = result.because === undefined ? undefined : results.get(result.because);
  return cause === undefined ? 'neutral' : standingOf(cause, results);
}

/** Whether every step has a result. */
export const isOver = (plan: Plan, { results }: Board): boolean =>
  allSteps(plan).every(({ id }) => results.has(id));

/** In list order, those of `finally` behind the others. */
export const allSteps = ({ steps, finally: last = [] }: Plan): Step[] => [...steps, ...last];

/**
 * The steps that are opened again when somebody retries one: where it was skipped on account of others the first of
 * these, and all that was skipped on its account in turn.
 */
export function reopenedBy(id: string, results: ReadonlyMap<string, StepResult>): string[] {
  const root = rootOf(id, results);
  const opened = [root];
  for (const at of opened) {
    for (const result of results.values())
      if (result.because === at && !opened.includes(result.id)) opened.push(result.id);
  }
  return opened;
}

function rootOf(id: string, results: ReadonlyMap<string, StepResult>): string {
  const because = results.get(id)?.because;
  return because === undefined ? id : rootOf(because, results);
}
