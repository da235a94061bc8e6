import type { NamedResource } from '../../model/api/resources.js';
import type { AxContext } from '../context.js';
import { AmbiguousNameError } from '../errors/ambiguous-name-error.js';
import { NotFoundError } from '../errors/not-found-error.js';
import type { CallOptions } from '../http/call.js';
import { eachItem } from '../pages.js';
import { fetchPage, type List } from './lists.js';

export interface Search<T> {
  list: List<T>;
  name: string;
  /** Where, for messages: ` in space "prod"`, or empty. */
  where: string;
  query: Record<string, string>;
  /** Which items count, for servers that filter less than asked. */
  accepts?: (item: T) => boolean;
}

/**
 * The one item of exactly this name, case included: the server's own filter takes substrings and any case
 * (contract section 3, rules 1 and 3). Reads all pages, since a second match makes the name ambiguous.
 */
export async function findExact<T extends NamedResource>(
  context: AxContext,
  search: Search<T>,
  options: CallOptions,
): Promise<T> {
  const { found, near } = await searchAll(context, search, options);
  if (found === null) throw notFound(search, near);
  return found;
}

/** As {@link findExact}, but null where nothing has this name. */
export async function findIfAny<T extends NamedResource>(
  context: AxContext,
  search: Search<T>,
  options: CallOptions,
): Promise<T | null> {
  return (await searchAll(context, search, options)).found;
}

async function searchAll<T extends NamedResource>(
  context: AxContext,
  search: Search<T>,
  options: CallOptions,
): Promise<{ found: T | null; near: string[] }> {
  const matches = new Map<string, T>();
  const near: string[] = [];
  const query = { ...search.query, name: search.name, limit: 100 };
  const list = (page: { cursor?: string }) => fetchPage(context, search.list, { ...query, ...page }, options);
  for await (const item of eachItem(list, {})) {
    if (search.accepts?.(item) === false) continue;
    if (item.name === search.name) matches.set(item.id, item);
    else if (near.length < 3) near.push(item.name);
  }
  const [found = null, ...others] = matches.values();
  if (others.length > 0) {
    throw new AmbiguousNameError(search.list.noun + search.where, search.name, [...matches.keys()]);
  }
  return { found, near };
}

function notFound<T>({ list, name, where }: Search<T>, near: string[]): NotFoundError {
  const hint = near.length === 0 ? '' : ` Similar: ${near.map((text) => JSON.stringify(text)).join(', ')}.`;
  return new NotFoundError(
    `No ${list.noun} is named ${JSON.stringify(name)}${where} (names count exactly, case included).${hint} ` +
      'Check the name; what the key may not read is not found either.',
    { method: 'GET', path: list.path },
  );
}
