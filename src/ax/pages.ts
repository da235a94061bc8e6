import type { PageRequest } from '../model/api/requests.js';
import type { Page } from '../model/api/resources.js';
import { BrokenAnswerError } from './errors/broken-answer-error.js';

// More than a million items; a server that goes on beyond is broken.
const MAX_PAGES = 20_000;

/**
 * Every item of a list, page after page. A cursor that comes a second time would page for ever: BrokenAnswerError.
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
    if (seen.has(page.nextCursor)) throw repeated('the service gave the same cursor twice');
    if (seen.size >= MAX_PAGES) throw repeated(`the list has more than ${MAX_PAGES} pages`);
    cursor = page.nextCursor;
  }
}

const repeated = (reason: string) => new BrokenAnswerError(`Cannot read the whole list: ${reason}.`);
