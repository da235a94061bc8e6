import { canonicalJson } from '../base/json.js';
import type { EvaluatorInput, UpdateTaskRequest } from '../api/requests.js';
import { plainId } from '../api/resource-id.js';
import { configurationDifferences } from '../api/run-configuration.js';
import type { QueryFilters, Task, TaskEvaluator } from '../api/task.js';
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

/** One filter alone is its own expression, and the service says so in its answer (docs/api-contract.md 1.3). */
function spelledOut(given: QueryFilters | null | undefined): QueryFilters | null | undefined {
  const [only, ...others] = given?.filters ?? [];
  if (!given || only === undefined || others.length > 0 || given.expression !== undefined) return given;
  return { ...given, expression: only.id };
}

const idOrNull = (reference: string | undefined): string | null =>
  reference === undefined ? null : plainId(reference);

const MEMBERS = ['evaluatorVersionId', 'queryFilter', 'columnMappings', 'queryMappings'] as const;

type Settings = Record<(typeof MEMBERS)[number], unknown>;

/** How a task's evaluators differ from a whole list, one change an evaluator. The order of a list means nothing. */
function evaluatorChanges(
  present: readonly TaskEvaluator[],
  wanted: readonly EvaluatorInput[],
): TaskChange[] {
  const before = new Map(present.map((one) => [one.evaluatorId, one]));
  const after = new Map(wanted.map((one) => [plainId(one.evaluatorId), one]));
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((id) => {
    const field = `evaluators.${before.get(id)?.evaluatorName ?? id}`;
    const [from, to] = [settingsOf(before.get(id)), settingsOf(after.get(id))];
    return changeBetween(field, from, to);
  });
}

/**
 * A list of evaluators in which what an entry leaves out is as the task has it; its null takes it away. The two shapes
 * of an evaluator exclude each other, so what belongs to the other shape is not kept.
 */
const keepUnnamed = (
  wanted: readonly EvaluatorInput[],
  present: readonly TaskEvaluator[],
): EvaluatorInput[] =>
  wanted.map((input) => {
    const attached = present.find(({ evaluatorId }) => evaluatorId === plainId(input.evaluatorId));
    return attached === undefined ? input : { ...keptOf(attached, input), ...input };
  });

function keptOf(attached: TaskEvaluator, input: EvaluatorInput): Partial<EvaluatorInput> {
  const { evaluatorVersionId, queryFilter, columnMappings, queryMappings } = attached;
  const isSpanShape = isGiven(input.queryFilter) || isGiven(input.columnMappings);
  return {
    ...(evaluatorVersionId === null ? {} : { evaluatorVersionId }),
    ...(input.queryMappings === undefined ? { ...present({ queryFilter, columnMappings }) } : {}),
    ...(isSpanShape || queryMappings === null ? {} : { queryMappings }),
  };
}

const present = <T extends object>(members: T): Partial<T> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => isGiven(value))) as Partial<T>;

function settingsOf(evaluator: TaskEvaluator | EvaluatorInput | undefined): Settings | null {
  if (evaluator === undefined) return null;
  const { evaluatorVersionId: version, queryFilter, columnMappings, queryMappings } = evaluator;
  return {
    evaluatorVersionId: isGiven(version) ? plainId(version) : null,
    queryFilter: queryFilter ?? null,
    columnMappings: columnMappings ?? null,
    queryMappings: queryMappings ?? null,
  };
}

function changeBetween(field: string, from: Settings | null, to: Settings | null): TaskChange[] {
  if (from === null || to === null) return [{ field, from: from && present(from), to: to && present(to) }];
  const changed = MEMBERS.filter((name) => canonicalJson(from[name]) !== canonicalJson(to[name]));
  if (changed.length === 0) return [];
  const only = (settings: Settings) => Object.fromEntries(changed.map((name) => [name, settings[name]]));
  return [{ field, from: only(from), to: only(to) }];
}

const isGiven = <T>(value: T | null | undefined): value is T => value !== null && value !== undefined;
