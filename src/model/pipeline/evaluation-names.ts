import { isRunExperimentDefinition } from '../api/task-definition.js';
import type { TaskDefinition } from '../api/task-definition.js';
import { plainId, referenceTo } from '../api/resource-id.js';
import { isProjectTask, isRunExperimentTask } from '../api/task.js';
import type { RunConfiguration, Task } from '../api/task.js';
import { suggestion } from '../base/near-name.js';
import { kindOf } from './plan.js';
import type { Plan, Step } from './plan.js';
import { isBound, placeOf, taskKey } from './preview-problems.js';
import type { FoundTask } from './preview-problems.js';
import { allSteps } from './step-order.js';

/** An evaluator of a task; its version null: the latest one. */
export interface PlannedEvaluator {
  /** Name or ID. */
  evaluator: string;
  space: string | null;
  versionId: string | null;
}

/** A check of a gate that reads an evaluation which only the plan itself writes. */
interface EvaluationCheck {
  stepId: string;
  evaluation: string;
  path: (string | number)[];
}

/**
 * The evaluators of all tasks of a plan, if its gates read evaluations of experiments that it makes, or of its own runs on
 * spans. Null if there is
 * nothing to compare, or if scores may also come from elsewhere: a task that is known only later, an experiment that existed
 * before, evaluations that the service starts, or an experiment that evaluates.
 */
export function plannedEvaluators(
  plan: Plan,
  tasks: ReadonlyMap<string, FoundTask>,
): PlannedEvaluator[] | null {
  if (evaluationChecks(plan, tasks).length === 0) return null;
  const evaluators: PlannedEvaluator[] = [];
  for (const step of runsOf(plan)) {
    const own = evaluatorsOf(step, plan, tasks);
    if (own === null || startsOthers(step)) return null;
    evaluators.push(...own);
  }
  return evaluators;
}

/** Checks whose evaluation none of the evaluators writes. `written`: the names under which they write. */
export const unknownEvaluations = (
  plan: Plan,
  tasks: ReadonlyMap<string, FoundTask>,
  written: readonly string[],
): { stepId: string; path: (string | number)[]; problems: string[] }[] =>
  evaluationChecks(plan, tasks)
    .filter(({ evaluation }) => !written.includes(evaluation))
    .map(({ stepId, evaluation, path }) => ({
      stepId,
      path,
      problems: [
        `no evaluator of the pipeline writes the evaluation ${JSON.stringify(evaluation)}${suggestion(evaluation, written) || `: they write ${listed(written)}`}`,
      ],
    }));

const listed = (names: readonly string[]): string => [...new Set(names)].join(', ') || 'none';

function evaluationChecks(plan: Plan, tasks: ReadonlyMap<string, FoundTask>): EvaluationCheck[] {
  const byId = new Map(allSteps(plan).map((step) => [step.id, step]));
  const isOfPlan = (of: string): boolean => {
    const step = byId.get(of.split('/')[0] ?? of);
    return step !== undefined && makesAnew(step, plan, tasks, byId);
  };
  return allSteps(plan).flatMap((step) =>
    (step.gate?.checks ?? []).flatMap(({ evaluation, measure, of }, at): EvaluationCheck[] => {
      if (evaluation === undefined || isBound(step, 'gate', 'checks', at) || !of.every(isOfPlan)) return [];
      const path = [...placeOf(plan, step.id), 'gate', 'checks', at, measure, 'evaluation'];
      return [{ stepId: step.id, evaluation, path }];
    }),
  );
}

/**
 * Whether what a gate reads of a step comes from the plan alone: its experiments are made by the plan, so that nobody has
 * evaluated them before, or it evaluates spans, of which the evaluations of its own run count.
 */
function makesAnew(
  step: Step,
  plan: Plan,
  tasks: ReadonlyMap<string, FoundTask>,
  byId: ReadonlyMap<string, Step>,
): boolean {
  const known = taskOf(step, plan, tasks);
  if (kindOf(step) !== 'run' || known === null || step.onNameTaken === 'reuse') return false;
  if (isRunExperiment(known) || isOfProject(known)) return true;
  if (step.trigger.experimentIds !== undefined || isBound(step, 'trigger', 'experimentIds')) return false;
  const sources = step.experimentsFrom.map((id) => byId.get(id));
  return (
    sources.length > 0 &&
    sources.every((source) => {
      const made = source === undefined ? null : taskOf(source, plan, tasks);
      return made !== null && isRunExperiment(made) && source?.onNameTaken !== 'reuse';
    })
  );
}

const runsOf = (plan: Plan): Step[] => allSteps(plan).filter((step) => kindOf(step) === 'run');

const startsOthers = (step: Step): boolean =>
  step.trigger.evaluationTaskIds !== undefined || isBound(step, 'trigger', 'evaluationTaskIds');

/** The task of a step as the service has it, or as the plan defines it; null if it is known only later. */
function taskOf(step: Step, plan: Plan, tasks: ReadonlyMap<string, FoundTask>): Task | TaskDefinition | null {
  if (isBound(step, 'task') || isBound(step, 'ensure') || isBound(step, 'space')) return null;
  if (step.ensure !== undefined) return step.ensure;
  const asked = tasks.get(taskKey(step));
  if (asked !== undefined) return 'task' in asked ? asked.task : null;
  const maker = allSteps(plan).find(({ ensure }) => ensure !== undefined && ensure.name === step.task);
  return maker?.ensure === undefined || isBound(maker, 'ensure') ? null : maker.ensure;
}

const isRunExperiment = (task: Task | TaskDefinition): boolean =>
  'id' in task ? isRunExperimentTask(task) : isRunExperimentDefinition(task);

const isOfProject = (task: Task | TaskDefinition): boolean =>
  'id' in task ? isProjectTask(task) : !isRunExperimentDefinition(task) && task.project !== undefined;

/** Configurations of experiments that answer and do not evaluate. */
const ANSWERING: ReadonlySet<string> = new Set(['LLM_GENERATION', 'AGENT_CALL']);

function evaluatorsOf(
  step: Step,
  plan: Plan,
  tasks: ReadonlyMap<string, FoundTask>,
): PlannedEvaluator[] | null {
  const task = taskOf(step, plan, tasks);
  if (task === null) return null;
  if (isRunExperiment(task)) {
    const { runConfiguration } = task as { runConfiguration: RunConfiguration | null };
    return ANSWERING.has(runConfiguration?.experiment_type.toUpperCase() ?? '') ? [] : null;
  }
  const { evaluators } = task as Pick<Task, 'evaluators'>;
  const space = ('id' in task ? null : task.space) ?? null;
  return evaluators.map(({ evaluatorId, evaluatorVersionId }) => ({
    evaluator: 'id' in task ? referenceTo(evaluatorId) : evaluatorId,
    space,
    versionId: plainId(evaluatorVersionId ?? '') || null,
  }));
}
