import { nearName } from '../../model/base/near-name.js';
import type { NamedResource } from '../../model/api/resources.js';
import type { AxContext } from '../http/transport.js';
import { AmbiguousNameError, NotFoundError } from '../base/errors.js';
import { isSameName, otherForms } from '../base/texts.js';
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
 * (docs/api-contract.md 3, rules 1 and 3). It reads all pages, because a second match makes the name ambiguous. If no item
 * has the name, one whose name has the same characters in another form of Unicode counts.
 * @throws NotFoundError if no item has the name, AmbiguousNameError if several have it.
 */
export async function findExact<T extends NamedResource>(
  context: AxContext,
  search: Search<T>,
  options: ApiCallOptions,
): Promise<T> {
  const { found, near } = await searchAll(context, search, options);
  if (found !== null) return found;
  throw notFound(search, near.length > 0 ? near : await mistyped(context, search, options));
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
  const matches = await withNameLike(context, search, options, search.name);
  const exact = matches.filter(({ name }) => name === search.name);
  if (exact.length > 0) return { found: theOnly(search, exact), near: [] };
  for (const form of otherForms(search.name))
    matches.push(...(await withNameLike(context, search, options, form)));
  const equal = matches.filter(({ name }) => isSameName(name, search.name));
  const near = matches.slice(0, MAX_NEAR).map(({ name }) => name);
  return { found: equal.length === 0 ? null : theOnly(search, equal), near };
}

const MAX_NEAR = 3;

/** A name of the first page that differs in a few letters; none if it cannot be read, since the error says enough. */
async function mistyped<T extends NamedResource>(
  context: AxContext,
  { list, query, name }: Search<T>,
  options: ApiCallOptions,
): Promise<string[]> {
  const page = await fetchPage(context, list, { ...query, limit: 100 }, options).catch(() => null);
  const near = nearName(name, page?.items.map((item) => item.name) ?? []);
  return near === null ? [] : [near];
}

/** All items in whose name the server finds a text. */
async function withNameLike<T extends NamedResource>(
  context: AxContext,
  { list, query, accepts }: Search<T>,
  options: ApiCallOptions,
  name: string,
): Promise<T[]> {
  const items: T[] = [];
  const page = (at: { cursor?: string }) =>
    fetchPage(context, list, { ...query, name, limit: 100, ...at }, options);
  for await (const item of eachItem(page, {})) if (accepts?.(item) !== false) items.push(item);
  return items;
}

function theOnly<T extends NamedResource>({ list, where, name }: Search<T>, items: readonly T[]): T | null {
  const [found = null, ...others] = new Map(items.map((item) => [item.id, item])).values();
  if (found === null || others.length === 0) return found;
  throw new AmbiguousNameError(list.noun + where, name, [found, ...others]);
}

function notFound<T>({ list, name, where }: Search<T>, near: string[]): NotFoundError {
  const hint = near.length === 0 ? '' : ` Similar: ${near.map((text) => JSON.stringify(text)).join(', ')}.`;
  return new NotFoundError(
    `No ${list.noun} is named ${JSON.stringify(name)}${where} (names must match exactly, including case).${hint} ` +
      'Check the name, and that the API key may read it.',
    { method: 'GET', path: list.path },
  );
}
