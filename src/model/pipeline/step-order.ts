import type { Plan, Step, StepCondition } from './plan.js';
import type { StepResult, StepState } from './results.js';

/** The progress of a pipeline's steps. Steps that have ended have a result. */
export interface Board {
  results: ReadonlyMap<string, StepResult>;
  running: ReadonlySet<string>;
}

/** The steps that can be started or skipped now, in list order. */
export interface NextSteps {
  start: Step[];
  skip: { step: Step; reason: string; because?: string }[];
}

/** How a step that has ended counts for the steps that need it. `neutral`: skipped, but not because of a failure. */
type Weight = 'good' | 'bad' | 'neutral';

/**
 * Which steps can start now, and which never will (design/pipeline.md). The steps of `finally` follow when all others have
 * ended; their `when` is `always` by default.
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

const ENDED: Readonly<Record<StepState, string>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  cancelled: 'was cancelled',
  skipped: 'was skipped',
  running: 'is still running',
};

function decide(
  step: Step,
  needs: readonly string[],
  when: StepCondition,
  { results }: Board,
  next: NextSteps,
  isFinally = false,
): void {
  const ended = needs.map((id) => results.get(id)).filter((result) => result !== undefined);
  const culprit = ended.find((result) => weightOf(result, results) === 'bad');
  const missing = isFinally ? undefined : ended.find((result) => weightOf(result, results) === 'neutral');
  const obstacle = culprit ?? missing;
  // It does not matter how the other steps that it needs will end.
  if (when === 'success' && obstacle !== undefined) {
    next.skip.push({ step, reason: `step ${obstacle.id} ${ENDED[obstacle.state]}`, because: obstacle.id });
  } else if (ended.length < needs.length) {
    return;
  } else if (when === 'failure' && culprit === undefined) {
    next.skip.push({ step, reason: 'none of the steps that it needs has failed' });
  } else next.start.push(step);
}

function weightOf(result: StepResult, results: Board['results']): Weight {
  if (hasFailed(result)) return 'bad';
  if (result.state !== 'skipped') return 'good';
  const cause = result.because === undefined ? undefined : results.get(result.because);
  return cause === undefined ? 'neutral' : weightOf(cause, results);
}

/** Whether every step has a result. */
export const isOver = (plan: Plan, { results }: Board): boolean =>
  allSteps(plan).every(({ id }) => results.has(id));

/** In list order, the steps of `finally` last. */
export const allSteps = ({ steps, finally: last = [] }: Plan): Step[] => [...steps, ...last];

/**
 * The steps that run again when a person retries a step: the step, or the failed step because of which it was skipped, and
 * all steps that were skipped because of that.
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
