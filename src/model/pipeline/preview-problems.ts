import { kindOf } from './plan.js';
import type { Step } from './plan.js';
import type { TriggerFields } from '../api/requests.js';
import { isRunExperimentDefinition } from '../api/task-definition.js';
import { isRunExperimentTask } from '../api/task.js';
import type { Task } from '../api/task.js';
import { triggerFitProblems } from '../run/trigger-fit.js';
import type { TaskKind } from '../run/trigger-fit.js';

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
