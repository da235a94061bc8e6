import type { PageRequest } from '../../model/api/requests.js';
import type { Page } from '../../model/api/resources.js';
import { BrokenAnswerError } from '../base/errors.js';
import { z } from 'zod';

// More than a million items: a server that returns more pages is broken.
const MAX_PAGES = 20_000;

/**
 * Every item of a list, page by page.
 * @throws BrokenAnswerError if the service repeats a cursor, which would page for ever.
 */
export async function* eachItem<R extends PageRequest, T>(
  list: (request: R) => Promise<Page<T>>,
  request: R,
): AsyncGenerator<T, void, undefined> {
  const seen = new Set<string>();
  for (let cursor = request.cursor; ;) {
    if (cursor !== undefined) seen.add(cursor);
    const page = await list(cursor === undefined ? request : { ...request, cursor });
    yield* page.items;
    if (page.nextCursor === null) return;
    if (seen.has(page.nextCursor)) throw repeated('the service returned the same cursor twice');
    if (seen.size >= MAX_PAGES) throw repeated(`the list has more than ${MAX_PAGES} pages`);
    cursor = page.nextCursor;
  }
}

const repeated = (reason: string) =>
  new BrokenAnswerError(`Cannot read the whole list: ${reason}.`, { status: 200 });

const pagination = z
  .looseObject({ has_more: z.boolean().nullish(), next_cursor: z.string().nullish() })
  .nullish()
  .transform((value) => (value?.has_more === false ? null : value?.next_cursor || null));

/** A list under `key`. It has a next page if it has a cursor and not `has_more: false` (docs/api-contract.md 3, rule 16). */
export function pageOf<T>(key: string, item: z.ZodType<T>): z.ZodType<Page<T>> {
  return z
    .looseObject({ [key]: z.array(item), pagination })
    .transform((wire) => ({ items: wire[key] as T[], nextCursor: wire.pagination as string | null }));
}
