import { z } from 'zod';
import { invalid, unprocessable } from '../base/problem.js';
import { granularityOf, type Store } from '../store/store.js';
import type { EvaluatorVersion } from '../store/resource-types.js';
import type { QueryFilters, TaskEvaluator, TaskType } from '../store/task-types.js';
import { idText, optional } from './body.js';

const queryId = z.string().regex(/^[A-E]$/, 'must be one letter from A to E');

const queryMapping = z.strictObject({
  variable_name: z.string().max(256),
  query_ids: z.array(queryId).max(5),
  attribute_path: z.string().max(1024),
});

const evaluatorInput = z.strictObject({
  evaluator_id: idText,
  evaluator_version_id: idText.nullish(),
  query_filter: optional(z.string()),
  column_mappings: optional(z.record(z.string(), z.string())),
  query_mappings: optional(z.array(queryMapping).min(1).max(50)),
});

export type EvaluatorInput = z.infer<typeof evaluatorInput>;

export const evaluatorInputs = z.array(evaluatorInput).min(1);

export const queryFiltersInput = z.strictObject({
  filters: z
    .array(z.strictObject({ id: queryId, filter: z.string().max(2000) }))
    .min(1)
    .max(5),
  expression: optional(z.string().max(512)),
});

/** The filters as they are stored: one filter alone is its own expression. */
export function acceptQueryFilters(input: z.infer<typeof queryFiltersInput>): QueryFilters {
  const ids = input.filters.map(({ id }) => id);
  if (new Set(ids).size !== ids.length) throw invalid('query_filters.filters: ids must not repeat');
  const expression = input.expression ?? (ids.length === 1 ? ids[0] : undefined);
  if (expression === undefined) {
    throw invalid('query_filters.expression: is required with two or more filters');
  }
  checkExpression(expression, ids);
  return { filters: input.filters, expression };
}

function checkExpression(expression: string, ids: readonly string[]): void {
  const words = expression.match(/[A-Za-z_]\w*/g) ?? [];
  const names = words.filter((word) => !/^(and|or|not)$/i.test(word));
  const unknown = names.find((name) => !ids.includes(name));
  if (unknown !== undefined)
    throw invalid(`query_filters.expression: ${unknown} is not a declared filter id`);
  const shape = expression
    .replace(/\b[A-E]\b/g, ' x ')
    .replace(/\b(and|or)\b/gi, ' + ')
    .replace(/\bnot\b/gi, ' ! ');
  if (!isExpression(shape)) throw invalid(`query_filters.expression: ${expression} is not an expression`);
}

/** Reduces `x`, `!x`, `x+x` and `(x)` to `x`; an expression is what reduces to a single one. */
function isExpression(shape: string): boolean {
  let text = shape.replace(/\s+/g, '');
  for (let before = ''; before !== text;) {
    before = text;
    text = text.replaceAll('(x)', 'x').replaceAll('!x', 'x').replaceAll('x+x', 'x');
  }
  return text === 'x';
}

/** A task's evaluators and filters once a create or update has been applied. */
export interface EvaluatorSetup {
  readonly type: TaskType;
  readonly evaluators: readonly TaskEvaluator[];
  readonly query_filter: string | null;
  readonly query_filters: QueryFilters | null;
}

/** Looks up each evaluator and pin; refuses repeats (400), foreign versions and evaluators of another type (422). */
export function acceptEvaluators(
  store: Store,
  type: TaskType,
  inputs: readonly EvaluatorInput[],
): readonly TaskEvaluator[] {
  const ids = inputs.map(({ evaluator_id }) => evaluator_id);
  const repeated = ids.find((id, at) => ids.indexOf(id) !== at);
  if (repeated !== undefined) throw invalid(`evaluators: evaluator ${repeated} is listed twice`);
  return inputs.map((input) => acceptEvaluator(store, type, input));
}

function acceptEvaluator(store: Store, type: TaskType, input: EvaluatorInput): TaskEvaluator {
  const evaluator = store.evaluators.get(input.evaluator_id);
  const needed = type === 'CODE_EVALUATION' ? 'CODE' : 'TEMPLATE';
  if (evaluator.type !== needed) {
    throw unprocessable(
      `evaluators: ${evaluator.name} is a ${evaluator.type} evaluator; ${type} takes ${needed} ones`,
    );
  }
  const pin = input.evaluator_version_id ?? null;
  if (pin !== null && !evaluator.versions.some((version) => version.id === pin)) {
    throw unprocessable(`evaluators: version ${pin} does not belong to evaluator ${evaluator.name}`);
  }
  return {
    evaluator_id: evaluator.id,
    evaluator_name: evaluator.name,
    evaluator_version_id: pin,
    query_filter: input.query_filter ?? null,
    column_mappings: input.column_mappings ?? null,
    query_mappings: input.query_mappings ?? null,
  };
}

/** Refuses a setup that mixes the two shapes (400), or whose evaluators do not go together (422). */
export function checkSetup(store: Store, setup: EvaluatorSetup): void {
  const inUnits = setup.evaluators.filter(({ query_mappings }) => query_mappings !== null).length;
  const mixed = inUnits > 0 && inUnits < setup.evaluators.length;
  if (mixed || setup.evaluators.some(mixesShapes)) {
    throw invalid('evaluators: the span shape and the trace/session shape must not be mixed');
  }
  if (inUnits > 0 && setup.query_filter !== null) {
    throw invalid('query_filter: must not be combined with query_mappings');
  }
  if (inUnits === 0 && setup.query_filters !== null) {
    throw invalid('query_filters: goes with query_mappings on every evaluator, in place of query_filter');
  }
  checkVersions(
    setup,
    setup.evaluators.map((evaluator) => store.attachedVersion(evaluator)),
    inUnits > 0,
  );
}

function mixesShapes(evaluator: TaskEvaluator): boolean {
  const spanShape = evaluator.query_filter !== null || evaluator.column_mappings !== null;
  return spanShape && evaluator.query_mappings !== null;
}

/** Refuses mappings that name a filter which the task does not declare. Clearing all filters of a task is allowed. */
export function checkDeclared({ evaluators, query_filters }: EvaluatorSetup): void {
  const declared = new Set(query_filters?.filters.map(({ id }) => id) ?? []);
  const used = evaluators.flatMap(({ query_mappings }) => (query_mappings ?? []).flatMap((m) => m.query_ids));
  const unknown = used.find((id) => !declared.has(id));
  if (unknown !== undefined) throw invalid(`query_mappings: ${unknown} is not declared in query_filters`);
}

function checkVersions(
  setup: EvaluatorSetup,
  versions: readonly EvaluatorVersion[],
  unitShape: boolean,
): void {
  const scopes = new Set(versions.map(granularityOf));
  if (scopes.size > 1) {
    throw unprocessable(`evaluators: all must look at the same data scope, not ${[...scopes].join(' and ')}`);
  }
  if (scopes.has('SPAN') === unitShape) {
    const shape = unitShape ? 'query_filters and query_mappings' : 'query_filter and column_mappings';
    throw unprocessable(`evaluators: ${shape} do not fit evaluators of ${[...scopes].join()} granularity`);
  }
  const custom = versions.filter(({ code_config }) => code_config?.type === 'CUSTOM').length;
  if (setup.type === 'CODE_EVALUATION' && custom > 1) {
    throw unprocessable('evaluators: a task takes at most one custom code evaluator');
  }
}
