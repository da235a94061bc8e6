import { z } from 'zod';
import type { EvaluatorInput } from '../../model/api/requests.js';
import { plainId } from '../../model/api/resource-id.js';
import type { QueryFilters } from '../../model/api/task.js';
import { needsSpace } from '../checks/check.js';
import { filter, freeText, id, reference, textMap } from '../checks/fields.js';

const bounded = (max: number) =>
  freeText.min(1, { error: 'must not be empty' }).max(max, { error: `must have at most ${max} characters` });
const filterId = z.enum(['A', 'B', 'C', 'D', 'E'], { error: 'must be A, B, C, D or E' });

const queryMapping = z.strictObject({
  variableName: bounded(256),
  queryIds: z.array(filterId).max(5, { error: 'must have at most 5 ids' }),
  attributePath: bounded(1024),
});

const evaluator = z.strictObject({
  evaluatorId: reference,
  evaluatorVersionId: id.nullish(),
  queryFilter: filter.nullish(),
  columnMappings: textMap.nullish(),
  queryMappings: z
    .array(queryMapping)
    .min(1, { error: 'must have at least one mapping' })
    .max(50, { error: 'must have at most 50 mappings' })
    .optional(),
});

export const evaluators = z
  .array(evaluator, { error: 'must be a list of evaluators' })
  .min(1, { error: 'must have at least one evaluator' });

/** Filters of TRACE and SESSION tasks (docs/api-contract.md 1.3, the second shape). */
export const queryFilters = z.strictObject({
  filters: z
    .array(z.strictObject({ id: filterId, filter: bounded(2000) }))
    .min(1, { error: 'must have at least one filter' })
    .max(5, { error: 'must have at most 5 filters' }),
  expression: bounded(512).optional(),
});

interface EvaluatorParts {
  space?: string;
  queryFilter?: string | null;
  queryFilters?: QueryFilters | null;
  evaluators?: EvaluatorInput[];
}

/** Conflicts between evaluators and filters: duplicates, mixed shapes, undeclared filter ids. */
export function evaluatorRules(request: EvaluatorParts): (string | null)[] {
  const list = evaluators.safeParse(request.evaluators).success ? (request.evaluators ?? []) : [];
  return [
    ...list.map((one, at) => needsSpace(`evaluators.${at}.evaluatorId`, one.evaluatorId, request.space)),
    duplicates(list.map((one) => one.evaluatorId)),
    ...mixedShapes(request, list),
    ...(queryFilters.safeParse(request.queryFilters).success ? filterRules(request.queryFilters, list) : []),
  ];
}

/** A clause about an ID or name that is listed twice; null if none is. */
export function duplicates(ids: string[]): string | null {
  const twice = ids.find((one, at) => ids.indexOf(one) !== at);
  return twice === undefined
    ? null
    : `evaluator ${JSON.stringify(twice)} is listed twice; attach each evaluator once`;
}

function mixedShapes(request: EvaluatorParts, list: EvaluatorInput[]): (string | null)[] {
  const mapped = list.filter((one) => one.queryMappings !== undefined);
  const traceShape = mapped.length > 0 || isGiven(request.queryFilters);
  if (!traceShape) return [];
  return [
    isGiven(request.queryFilter) ? 'queryFilter cannot be combined with queryFilters or queryMappings' : null,
    mapped.length === list.length
      ? null
      : 'with queryFilters or queryMappings, every evaluator requires queryMappings',
    list.some((one) => isGiven(one.queryFilter) || isGiven(one.columnMappings))
      ? "an evaluator's queryFilter and columnMappings cannot be combined with queryFilters or queryMappings"
      : null,
  ];
}

function filterRules(given: QueryFilters | null | undefined, list: EvaluatorInput[]): (string | null)[] {
  const { filters, expression } = given ?? { filters: [] };
  const declared = filters.map((one) => one.id);
  const used = list.flatMap((one) => (one.queryMappings ?? []).flatMap((mapping) => mapping.queryIds));
  const undeclared = used.find((one) => !declared.includes(one));
  return [
    new Set(declared).size === declared.length ? null : 'queryFilters.filters must have unique ids',
    filters.length > 1 && expression === undefined
      ? 'queryFilters.expression is required with two or more filters, like "A AND B"'
      : null,
    undeclared === undefined
      ? null
      : `queryMappings refers to filter ${undeclared}, which queryFilters does not declare`,
  ];
}

const isGiven = <T>(value: T | null | undefined): value is T => value !== null && value !== undefined;

/** Evaluators as the wire expects them, with resolved IDs. */
export const evaluatorBodies = (inputs: EvaluatorInput[]): object[] => inputs.map(evaluatorBody);

function evaluatorBody(input: EvaluatorInput): Record<string, unknown> {
  return {
    evaluator_id: plainId(input.evaluatorId),
    ...(isGiven(input.evaluatorVersionId) ? { evaluator_version_id: plainId(input.evaluatorVersionId) } : {}),
    ...(isGiven(input.queryFilter) ? { query_filter: input.queryFilter } : {}),
    ...(isGiven(input.columnMappings) ? { column_mappings: input.columnMappings } : {}),
    ...(input.queryMappings === undefined
      ? {}
      : {
          query_mappings: input.queryMappings.map((mapping) => ({
            variable_name: mapping.variableName,
            query_ids: mapping.queryIds,
            attribute_path: mapping.attributePath,
          })),
        }),
  };
}
