import { canonicalJson } from '../run/intent.js';
import type { EvaluatorInput } from '../api/requests.js';
import { plainId } from '../api/resource-id.js';
import type { TaskChange } from './task-difference.js';
import type { TaskEvaluator } from '../api/task.js';

const MEMBERS = ['evaluatorVersionId', 'queryFilter', 'columnMappings', 'queryMappings'] as const;

type Settings = Record<(typeof MEMBERS)[number], unknown>;

/** How a task's evaluators differ from a whole list, one change an evaluator. The order of a list means nothing. */
export function evaluatorChanges(
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
export const keepUnnamed = (
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
