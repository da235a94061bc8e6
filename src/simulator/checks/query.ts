import { invalid } from '../base/problem.js';
import type { ListOrder, PageRequest } from '../store/cursor.js';
import { isId } from '../store/ids.js';

const MAX_NAME_LENGTH = 255;
const DEFAULT_LIMIT = 50;

/** A name filter: a case-insensitive substring of at most 255 characters. */
export function nameFilter(query: URLSearchParams, name: string): (candidate: string) => boolean {
  const text = query.get(name);
  if (text === null || text === '') return () => true;
  if (text.length > MAX_NAME_LENGTH)
    throw invalid(`${name}: must have at most ${MAX_NAME_LENGTH} characters`);
  const wanted = text.toLowerCase();
  return (candidate) => candidate.toLowerCase().includes(wanted);
}

/** An id in the query; refuses what has not the form of one. */
export function queryId(query: URLSearchParams, name: string): string | null {
  const id = query.get(name);
  if (id === null || id === '') return null;
  if (!isId(id)) throw invalid(`${name}: ${JSON.stringify(id)} is not a valid identifier`);
  return id;
}

/** One of the given values, or null when absent. */
export function queryChoice<T extends string>(
  query: URLSearchParams,
  name: string,
  choices: readonly T[],
  legacy: boolean,
): T | null {
  const text = query.get(name);
  if (text === null || text === '') return null;
  const wanted = legacy ? text.toUpperCase() : text;
  const choice = choices.find((candidate) => candidate === wanted);
  if (choice === undefined) throw invalid(`${name}: must be one of ${choices.join(', ')}`);
  return choice;
}

export interface PageRules {
  readonly maxLimit: number;
  readonly order: ListOrder;
}

/** The page that a list request asks for. Its scope is the path and all filters. */
export function pageRequest(path: string, query: URLSearchParams, rules: PageRules): PageRequest {
  const filters = [...query].filter(([name]) => name !== 'limit' && name !== 'cursor').sort();
  return {
    limit: limitFrom(query.get('limit'), rules.maxLimit),
    cursor: query.get('cursor') === '' ? null : query.get('cursor'),
    order: rules.order,
    scope: JSON.stringify([path, filters]),
  };
}

function limitFrom(text: string | null, max: number): number {
  if (text === null || text === '') return DEFAULT_LIMIT;
  const limit = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(limit >= 1 && limit <= max)) throw invalid(`limit: must be a whole number from 1 to ${max}`);
  return limit;
}
