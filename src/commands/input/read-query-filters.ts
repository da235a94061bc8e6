import type { QueryFilters } from '../../model/api/task.js';
import type { CliContext } from '../base/context.js';
import { usageError } from '../base/cli-error.js';
import { isObject, readJsonObject } from './read-json.js';

const FLAG = '--query-filters';

/** The named filters of a TRACE or SESSION task: `{"filters": [{"id": "A", "filter": "…"}], "expression": "A"}`. */
export async function readQueryFilters(value: string, context: CliContext): Promise<QueryFilters> {
  const { filters, expression, ...rest } = await readJsonObject(FLAG, value, context);
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined)
    throw usageError(`${FLAG} has ${JSON.stringify(unknown)}, expected filters and expression`);
  if (!Array.isArray(filters)) throw usageError(`${FLAG} has no list of filters`);
  if (expression !== undefined && typeof expression !== 'string')
    throw usageError(`${FLAG}.expression is not a string`);
  return {
    filters: filters.map((entry, position) => toFilter(entry, `${FLAG}.filters[${position}]`)),
    ...(expression === undefined ? {} : { expression }),
  };
}

function toFilter(entry: unknown, place: string): QueryFilters['filters'][number] {
  const { id, filter } = isObject(entry) ? entry : {};
  if (typeof id === 'string' && typeof filter === 'string') return { id, filter };
  throw usageError(`${place} is not an object with the strings id and filter`);
}
