import { levelsOf } from './graph.js';
import type { Gate } from '../gate/gate.js';
import { kindOf } from './plan.js';
import type { Approval, Binding, Plan, Step, StepCondition, StepKind } from './plan.js';
import type { NotifyRule } from '../notification/notify-rules.js';
import type { Requirement } from './requires/requirements.js';
import type { TriggerFields } from '../api/requests.js';
import { problemsOf, taskKey } from './preview-problems.js';
import type { FoundTask } from './preview-problems.js';
import type { Task } from '../api/task.js';
import { allSteps } from './step-order.js';

/** What a step would do. A value that is known only later is a template (`${{ … }}`). */
export interface StepPreview {
  id: string;
  kind: StepKind;
  /** From 1: one more than the number of steps that must come before it. */
  level: number;
  isFinally: boolean;
  needs: string[];
  when: StepCondition | null;
  if: string | null;
  /** The task as the file names it. */
  task: string | null;
  space: string | null;
  /** The task as the service has it; null if it was not looked up, or does not exist. */
  found: { id: string; name: string; type: string; lastRunAt: string | null } | null;
  /** The step has `ensure`. What that would change is not part of the preview. */
  isEnsured: boolean;
  activity: string | null;
  trigger: TriggerFields;
  experimentsFrom: string[];
  timeoutMs: number | null;
  fanOut: { count: number | null; forEach: string | null; limit: number; first: string[] } | null;
  requires: Requirement[];
  gate: Gate | null;
  approval: Approval | null;
  attempts: number;
  /** How many runs it triggers if all goes well; null if its items are known only later. */
  runs: number | null;
  problems: string[];
}

/** What a plan would do. */
export interface PlanPreview {
  name: string;
  labels: Record<string, string>;
  inputs: Plan['inputs'];
  timeoutMs: number | null;
  /** Who is told of what; null: the default of the workers. */
  notify: readonly NotifyRule[] | null;
  /** In the order in which they can start, the steps of `finally` last. */
  steps: StepPreview[];
  /** The runs triggered if all goes well and every condition is true. `isOpen`: there are more, for items known only later. */
  runs: { count: number; isOpen: boolean };
}

const ITEMS_SHOWN = 5;

/** What would run, in which order. `tasks` by {@link taskKey}; a task that is not in it was not looked up. */
export function previewOf(plan: Plan, tasks: ReadonlyMap<string, FoundTask>): PlanPreview {
  const all = new Map(allSteps(plan).map((step) => [step.id, step]));
  const steps = [
    ...previewSteps(plan.steps, false, all, tasks),
    ...previewSteps(plan.finally ?? [], true, all, tasks),
  ];
  return {
    name: plan.name,
    labels: plan.labels,
    inputs: plan.inputs,
    timeoutMs: plan.timeoutMs ?? null,
    notify: plan.notify ?? null,
    steps,
    runs: {
      count: steps.reduce((sum, { runs }) => sum + (runs ?? 0), 0),
      isOpen: steps.some(({ runs }) => runs === null),
    },
  };
}

const previewSteps = (
  steps: readonly Step[],
  isFinally: boolean,
  all: ReadonlyMap<string, Step>,
  tasks: ReadonlyMap<string, FoundTask>,
): StepPreview[] =>
  levelsOf(steps).flatMap((level, at) =>
    level.map((step) => ({ ...previewOfStep(step, all, tasks), level: at + 1, isFinally })),
  );

function previewOfStep(
  step: Step,
  all: ReadonlyMap<string, Step>,
  tasks: ReadonlyMap<string, FoundTask>,
): Omit<StepPreview, 'level' | 'isFinally'> {
  const shown = withTemplates(step);
  const asked = step.task === undefined ? undefined : tasks.get(taskKey(step));
  const found = asked !== undefined && 'task' in asked ? asked.task : null;
  return {
    id: step.id,
    kind: kindOf(step),
    needs: step.needs,
    when: step.when ?? null,
    if: step.if ?? null,
    task: shown.task ?? step.ensure?.name ?? null,
    space: step.space ?? null,
    found: found === null ? null : pickTask(found),
    isEnsured: step.ensure !== undefined,
    activity: step.activity?.name ?? null,
    trigger: shown.trigger,
    experimentsFrom: step.experimentsFrom,
    timeoutMs: step.timeoutMs ?? null,
    fanOut: fanOutOf(step),
    requires: step.requires ?? [],
    gate: step.gate ?? null,
    approval: step.approval ?? null,
    attempts: step.retry?.attempts ?? 1,
    runs: runsOf(step),
    problems: problemsOf(step, shown.trigger, asked, all, tasks),
  };
}

const pickTask = ({ id, name, type, lastRunAt }: Task): StepPreview['found'] => ({
  id,
  name,
  type,
  lastRunAt,
});

function fanOutOf({ fanOut }: Step): StepPreview['fanOut'] {
  if (fanOut === undefined) return null;
  const { items, forEach, limit } = fanOut;
  return {
    count: items?.length ?? null,
    forEach: items === undefined ? (forEach ?? null) : null,
    limit,
    first: (items ?? []).slice(0, ITEMS_SHOWN).map(({ key }) => key),
  };
}

function runsOf(step: Step): number | null {
  if (kindOf(step) !== 'run') return 0;
  return step.fanOut === undefined ? 1 : (step.fanOut.items?.length ?? null);
}

/** The step with the templates of its bindings where their values will be. */
function withTemplates(step: Step): Pick<Step, 'task' | 'trigger'> {
  const copy = JSON.parse(JSON.stringify({ task: step.task, trigger: step.trigger })) as Pick<
    Step,
    'task' | 'trigger'
  >;
  for (const binding of step.bindings ?? []) put(copy, binding);
  return copy;
}

function put(target: object, { at, template }: Binding): void {
  let place = target as Record<string | number, unknown>;
  for (const name of at.slice(0, -1)) {
    const next = place[name];
    // Other parts of the step are not shown.
    if (typeof next !== 'object' || next === null) return;
    place = next as Record<string | number, unknown>;
  }
  const last = at.at(-1);
  if (last !== undefined) place[last] = template;
}
