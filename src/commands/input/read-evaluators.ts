import type { EvaluatorInput } from '../../model/api/requests.js';
import type { QueryMapping } from '../../model/api/task.js';
import { suggestion } from '../../model/base/near-name.js';
import type { CliContext } from '../base/context.js';
import { usageError } from '../base/cli-error.js';
import { isObject, readJson } from './read-json.js';

const FLAG = '--evaluators';
const MEMBERS = [
  'evaluator_id',
  'evaluator_version_id',
  'query_filter',
  'column_mappings',
  'query_mappings',
] as const;
const MAPPING_MEMBERS = ['variable_name', 'query_ids', 'attribute_path'] as const;

/** The evaluators of a task: their names or IDs with commas, or a JSON array of objects in the API's own words, as `ax` takes it. */
export async function readEvaluators(value: string, context: CliContext): Promise<EvaluatorInput[]> {
  if (!/^\s*[[{"@]/.test(value)) return namesIn(value).map((evaluatorId) => ({ evaluatorId }));
  const json = await readJson(FLAG, value, context);
  if (!Array.isArray(json) || json.length === 0) {
    throw usageError(
      `${FLAG} is not a JSON array of evaluators`,
      `For example: ${FLAG} '[{"evaluator_id": "…"}]'.`,
    );
  }
  return json.map((entry, position) => toEvaluator(entry, `${FLAG}[${position}]`));
}

function namesIn(value: string): string[] {
  const names = value.split(',').map((name) => name.trim());
  if (!names.includes('')) return names;
  throw usageError(
    `${FLAG} has an empty name`,
    `For example: ${FLAG} relevance, or ${FLAG} '[{"evaluator_id": "…"}]'.`,
  );
}

function toEvaluator(entry: unknown, place: string): EvaluatorInput {
  const given = membersOf(entry, MEMBERS, place);
  const {
    evaluator_id: id,
    evaluator_version_id: version,
    query_filter: filter,
    column_mappings: columns,
  } = given;
  if (typeof id !== 'string' || id === '')
    throw usageError(`${place} has no evaluator_id, expected a name or ID`);
  return {
    evaluatorId: id,
    ...(version === undefined
      ? {}
      : { evaluatorVersionId: textOrNull(version, `${place}.evaluator_version_id`) }),
    ...(filter === undefined ? {} : { queryFilter: textOrNull(filter, `${place}.query_filter`) }),
    ...(columns === undefined ? {} : { columnMappings: textsOrNull(columns, `${place}.column_mappings`) }),
    ...toQueryMappings(given['query_mappings'], `${place}.query_mappings`),
  };
}

function toQueryMappings(value: unknown, place: string): { queryMappings?: QueryMapping[] } {
  if (value === undefined || value === null) return {};
  if (!Array.isArray(value)) throw usageError(`${place} is not a list`);
  return { queryMappings: value.map((entry, position) => toQueryMapping(entry, `${place}[${position}]`)) };
}

function toQueryMapping(entry: unknown, place: string): QueryMapping {
  const {
    variable_name: variableName,
    query_ids: ids = [],
    attribute_path: path,
  } = membersOf(entry, MAPPING_MEMBERS, place);
  if (typeof variableName !== 'string' || typeof path !== 'string') {
    throw usageError(`${place} needs variable_name and attribute_path, both strings`);
  }
  if (!Array.isArray(ids) || !ids.every((id) => typeof id === 'string')) {
    throw usageError(`${place}.query_ids is not a list of strings`);
  }
  return { variableName, queryIds: ids, attributePath: path };
}

/** The members of an object by their names on the wire; `evaluatorId` is taken for `evaluator_id`. */
function membersOf(
  entry: unknown,
  known: readonly string[],
  place: string,
): Readonly<Record<string, unknown>> {
  if (!isObject(entry)) throw usageError(`${place} is not a JSON object`);
  return Object.fromEntries(
    Object.entries(entry).map(([name, value]) => {
      const wireName = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
      if (known.includes(wireName)) return [wireName, value];
      throw usageError(
        `${place} has ${JSON.stringify(name)}, expected ${known.join(', ')}${suggestion(name, known)}`,
      );
    }),
  );
}

function textOrNull(value: unknown, place: string): string | null {
  if (value === null || typeof value === 'string') return value;
  throw usageError(`${place} is neither a string nor null`);
}

function textsOrNull(value: unknown, place: string): Record<string, string> | null {
  if (value === null) return null;
  if (isObject(value) && Object.values(value).every((text) => typeof text === 'string')) {
    return value as Record<string, string>;
  }
  throw usageError(`${place} is neither an object of strings nor null`);
}
