import { evaluatorChanges, keepUnnamed } from './evaluator-difference.js';
import { canonicalJson } from '../run/intent.js';
import type { UpdateTaskRequest } from '../api/requests.js';
import { plainId } from '../api/resource-id.js';
import { configurationDifferences } from '../api/run-configuration.js';
import type { QueryFilters, Task } from '../api/task.js';
import { isRunExperimentDefinition } from '../api/task-definition.js';
import type { TaskDefinition } from '../api/task-definition.js';

/** One thing in which a task is not what was asked for. Null means that there is none. */
export interface TaskChange {
  /** The field of the update request, then what within it: `samplingRate`, `runConfiguration.model_name`. */
  field: string;
  from: unknown;
  to: unknown;
}

/** The fields that an update can change, names turned into IDs. */
export type TaskFields = Omit<UpdateTaskRequest, 'task' | 'space'>;

/**
 * How a task differs from fields that an update would set: empty where the update would change nothing. Only fields
 * that are given count; lists of evaluators are compared whole, in any order.
 */
export const taskChanges = (task: Task, fields: TaskFields): TaskChange[] => changesOf(task, fields, false);

/** Whether sending these fields would leave the task as it is. Where that is not certain, it would not. */
export const alreadyHolds = (task: Task, fields: TaskFields): boolean =>
  changesOf(task, fields, true).length === 0;

const changesOf = (task: Task, fields: TaskFields, isExact: boolean): TaskChange[] => [
  ...plainChange('name', task.name, fields.name),
  ...plainChange('samplingRate', task.samplingRate, fields.samplingRate),
  ...plainChange('isContinuous', task.isContinuous, fields.isContinuous),
  ...plainChange('queryFilter', task.queryFilter, fields.queryFilter),
  ...plainChange('queryFilters', spelledOut(task.queryFilters), spelledOut(fields.queryFilters)),
  ...(fields.evaluators === undefined ? [] : evaluatorChanges(task.evaluators, fields.evaluators)),
  ...configurationChanges(task, fields, isExact),
];

/** What the definition says of a task that exists; what it leaves out of an evaluator stays as the task has it. */
export function definedFields(definition: TaskDefinition, task: Pick<Task, 'evaluators'>): TaskFields {
  if (isRunExperimentDefinition(definition)) return { runConfiguration: definition.runConfiguration };
  const { samplingRate, isContinuous, queryFilter, queryFilters, evaluators } = definition;
  return {
    ...(samplingRate === undefined ? {} : { samplingRate }),
    ...(isContinuous === undefined ? {} : { isContinuous }),
    ...(queryFilter === undefined ? {} : { queryFilter }),
    ...(queryFilters === undefined ? {} : { queryFilters }),
    evaluators: keepUnnamed(evaluators, task.evaluators),
  };
}

/** The fields that the changes are in: what an update has to send. */
export function fieldsToSend(fields: TaskFields, changes: readonly TaskChange[]): TaskFields {
  const changed = new Set(changes.map(({ field }) => field.split('.')[0]));
  return Object.fromEntries(Object.entries(fields).filter(([name]) => changed.has(name)));
}

/** How a task differs from the definition in what no update can change; empty where it can become what is defined. */
export function fixedDifferences(task: Task, definition: TaskDefinition): TaskChange[] {
  const { type, dataset } = definition;
  const evaluation = isRunExperimentDefinition(definition) ? null : definition;
  const { experimentIds } = evaluation ?? {};
  return [
    ...plainChange('type', task.type, type.toUpperCase()),
    ...plainChange('project', task.projectId, idOrNull(evaluation?.project)),
    ...plainChange('dataset', task.datasetId, idOrNull(dataset)),
    ...(experimentIds === undefined
      ? []
      : plainChange('experimentIds', [...task.experimentIds].sort(), experimentIds.map(plainId).sort())),
  ];
}

/** All that creating the task sets. */
export function createdFields(definition: TaskDefinition): TaskChange[] {
  const { name, type, dataset } = definition;
  const evaluation = isRunExperimentDefinition(definition) ? null : definition;
  const members = {
    name,
    type,
    project: idOrNull(evaluation?.project),
    dataset: idOrNull(dataset),
    experimentIds: evaluation?.experimentIds,
    ...definedFields(definition, { evaluators: [] }),
  };
  return Object.entries(members)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([field, to]) => ({ field, from: null, to }));
}

function plainChange(field: string, from: unknown, to: unknown): TaskChange[] {
  return to === undefined || canonicalJson(from) === canonicalJson(to) ? [] : [{ field, from, to }];
}

function configurationChanges(
  { runConfiguration: from }: Task,
  { runConfiguration: to }: TaskFields,
  isExact: boolean,
): TaskChange[] {
  if (to === undefined) return [];
  return configurationDifferences(from, to, isExact).map((name) => ({
    field: `runConfiguration.${name}`,
    from: from?.[name] ?? null,
    to: to[name] ?? null,
  }));
}

/** One filter alone is its own expression, and the service says so in its answer (contract section 1.3). */
function spelledOut(given: QueryFilters | null | undefined): QueryFilters | null | undefined {
  const [only, ...others] = given?.filters ?? [];
  if (!given || only === undefined || others.length > 0 || given.expression !== undefined) return given;
  return { ...given, expression: only.id };
}

const idOrNull = (reference: string | undefined): string | null =>
  reference === undefined ? null : plainId(reference);
