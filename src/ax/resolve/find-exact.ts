import type { NamedResource } from '../../model/api/resources.js';
import type { AxContext } from '../http/transport.js';
import { AmbiguousNameError, NotFoundError } from '../base/errors.js';
import type { ApiCallOptions } from '../http/call.js';
import { eachItem } from '../wire/pages.js';
import { fetchPage, type List } from './lists.js';

export interface Search<T> {
  list: List<T>;
  name: string;
  /** The place, for messages: ` in space "prod"`, or empty. */
  where: string;
  query: Record<string, string>;
  /** Whether an item counts, for servers that ignore a filter. */
  accepts?: (item: T) => boolean;
}

/**
 * The item with exactly this name, including case: the server's own filter matches substrings in any case
 * (docs/api-contract.md 3, rules 1 and 3). It reads all pages, because a second match makes the name ambiguous.
 * @throws NotFoundError if no item has the name, AmbiguousNameError if several have it.
 */
export async function findExact<T extends NamedResource>(
  context: AxContext,
  search: Search<T>,
  options: ApiCallOptions,
): Promise<T> {
  const { found, near } = await searchAll(context, search, options);
  if (found === null) throw notFound(search, near);
  return found;
}

/** Like {@link findExact}, but null if no item has the name. */
export async function findIfAny<T extends NamedResource>(
  context: AxContext,
  search: Search<T>,
  options: ApiCallOptions,
): Promise<T | null> {
  return (await searchAll(context, search, options)).found;
}

async function searchAll<T extends NamedResource>(
  context: AxContext,
  search: Search<T>,
  options: ApiCallOptions,
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
    `No ${list.noun} is named ${JSON.stringify(name)}${where} (names must match exactly, including case).${hint} ` +
      'Check the name, and that the API key may read it.',
    { method: 'GET', path: list.path },
  );
}
