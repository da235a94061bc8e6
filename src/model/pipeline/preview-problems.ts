import { kindOf } from './plan.js';
import type { Plan, Step } from './plan.js';
import type { ReadinessRequest, Requirement } from './requires/requirements.js';
import { allSteps } from './step-order.js';
import type { TaskDefinition } from '../api/task-definition.js';
import type { TriggerFields } from '../api/requests.js';
import { isRunExperimentDefinition } from '../api/task-definition.js';
import { isRunExperimentTask } from '../api/task.js';
import type { Task } from '../api/task.js';
import { triggerFitProblems } from '../run/trigger-fit.js';
import type { TaskKind } from '../run/trigger-fit.js';
import { futureWarning } from '../time/window.js';

/** The task that a step names, as the service has it; or why there is none, in words. */
export type FoundTask = { task: Task } | { missing: string };

/** A key that is equal for steps of the same task. */
export const taskKey = ({ task, space }: Pick<Step, 'task' | 'space'>): string =>
  JSON.stringify([task, space]);

/** The kind of a step's task as the service, or the definition in `ensure`, has it; null if unknown. */
function kindOfTask(step: Step, asked: FoundTask | undefined): TaskKind | null {
  if (asked !== undefined && 'task' in asked) return asked.task;
  const { ensure } = step;
  if (ensure === undefined) return null;
  const isExperiment = isRunExperimentDefinition(ensure);
  const projectId = isExperiment ? null : (ensure.project ?? null);
  return { id: ensure.name, type: ensure.type, projectId, datasetId: ensure.dataset ?? null };
}

/** The problems of a step that can be known before it starts. */
export function problemsOf(
  step: Step,
  trigger: TriggerFields,
  asked: FoundTask | undefined,
  all: ReadonlyMap<string, Step>,
  tasks: ReadonlyMap<string, FoundTask>,
): string[] {
  if (asked !== undefined && 'missing' in asked) return [asked.missing];
  const kind = kindOfTask(step, asked);
  if (kind === null || kindOf(step) !== 'run') return [];
  const experiments = step.experimentsFrom.length > 0 ? { experimentIds: [...step.experimentsFrom] } : {};
  // An experiment without a name gets one when it starts.
  const name = isRunExperimentTask(kind) ? { experimentName: '' } : {};
  return [
    ...triggerFitProblems({ ...name, ...trigger, ...experiments }, kind),
    ...step.experimentsFrom.flatMap((id) => sourceProblem(id, all, tasks)),
    ...(needsStart(kind, trigger, asked) ? ['its first run needs a window with a start'] : []),
  ];
}

function sourceProblem(
  id: string,
  all: ReadonlyMap<string, Step>,
  tasks: ReadonlyMap<string, FoundTask>,
): string[] {
  const source = all.get(id);
  const kind = source === undefined ? null : kindOfTask(source, tasks.get(taskKey(source)));
  if (kind === null || isRunExperimentTask(kind)) return [];
  return [`step ${id} runs no experiment: its task is of type ${kind.type}`];
}

const needsStart = (kind: TaskKind, trigger: TriggerFields, asked: FoundTask | undefined): boolean =>
  asked !== undefined &&
  'task' in asked &&
  !isRunExperimentTask(kind) &&
  kind.projectId !== null &&
  asked.task.lastRunAt === null &&
  trigger.dataStartTime === undefined;

/** Warnings about windows that end in the future, as far as they are known before the start. */
export const windowWarnings = (plan: Plan, nowMs: number): string[] =>
  allSteps(plan).flatMap(({ id, trigger }) => {
    const warning = futureWarning(trigger, nowMs);
    return warning === null ? [] : [`${id}: ${warning}`];
  });

/** Something of the service that a step names beside its task, and how it is looked up. */
export interface Reference {
  stepId: string;
  /** Where the file has it, from the root. */
  path: (string | number)[];
  lookUp: { readiness: ReadinessRequest } | { definition: TaskDefinition } | { activity: string };
}

/** The place of a step in its file. */
export const placeOf = ({ steps, finally: last = [] }: Plan, id: string): (string | number)[] => {
  const at = steps.findIndex((step) => step.id === id);
  return at >= 0 ? ['steps', at] : ['finally', last.findIndex((step) => step.id === id)];
};

/** The steps that name a task of the service which no step of the plan makes. */
export const stepsWithTask = (plan: Plan): Step[] => {
  const made = new Set(allSteps(plan).map(({ ensure }) => ensure?.name));
  return allSteps(plan).filter(
    (step) => step.task !== undefined && !made.has(step.task) && !isBound(step, 'space'),
  );
};

/**
 * What the steps name beside their tasks, as far as it is known before the start: not what an expression gives, and no
 * experiment that the plan itself makes. How many examples or runs there are is checked when the step starts.
 */
export const referencesOf = (plan: Plan): Reference[] =>
  allSteps(plan)
    .filter((step) => !isBound(step, 'space'))
    .flatMap((step) =>
      ofStep(step, plan).map(({ path, ...rest }) => ({
        ...rest,
        stepId: step.id,
        path: [...placeOf(plan, step.id), ...path],
      })),
    );

type InStep = Omit<Reference, 'stepId'>;

function ofStep(step: Step, plan: Plan): InStep[] {
  const { ensure } = step;
  const definition =
    ensure === undefined || isBound(step, 'ensure')
      ? []
      : [{ path: ['ensure'], lookUp: { definition: ensure } }];
  const activity =
    step.activity === undefined ? [] : [{ path: ['activity'], lookUp: { activity: step.activity.name } }];
  return [...definition, ...activity, ...required(step, plan), ...baselines(step, plan)];
}

const required = (step: Step, plan: Plan): InStep[] =>
  (step.requires ?? []).flatMap((requirement, at) =>
    isBound(step, 'requires', at) || isLater(requirement, step, plan)
      ? []
      : [
          {
            path: ['requires', at, requirement.kind],
            lookUp: { readiness: requestFor(existing(requirement), step) },
          },
        ],
  );

const baselines = (step: Step, plan: Plan): InStep[] =>
  (step.gate?.checks ?? []).flatMap(({ measure, baseline }, at): InStep[] => {
    if (baseline?.kind !== 'experiment' || isBound(step, 'gate', 'checks', at)) return [];
    const requirement: Requirement = { ...baseline, minRuns: 0 };
    if (isLater(requirement, step, plan)) return [];
    const path = ['gate', 'checks', at, measure, 'baseline', 'experiment'];
    return [{ path, lookUp: { readiness: requestFor(requirement, step) } }];
  });

const requestFor = (requirement: Requirement, { task, space }: Step): ReadinessRequest => ({
  requirements: [requirement],
  task: task ?? null,
  space: space ?? null,
});

function existing(requirement: Requirement): Requirement {
  if (requirement.kind === 'dataset') return { ...requirement, minExamples: 0 };
  return requirement.kind === 'experiment' ? { ...requirement, minRuns: 0 } : requirement;
}

/** Only the step itself can tell: the plan makes the experiment, or the task. */
function isLater(requirement: Requirement, step: Step, plan: Plan): boolean {
  // Spans are counted when the step starts.
  if (requirement.kind === 'spans') return true;
  if (requirement.kind === 'evaluator') return !stepsWithTask(plan).includes(step);
  if (requirement.kind !== 'experiment') return false;
  const { experiment } = requirement;
  return allSteps(plan).some(
    (other) => other.trigger.experimentName === experiment || isBound(other, 'trigger', 'experimentName'),
  );
}

/** Whether an expression gives the member of the step, or something in it. */
export const isBound = ({ bindings = [] }: Step, ...path: (string | number)[]): boolean =>
  bindings.some(({ at }) => path.every((part, depth) => at[depth] === part));
