import { BrokenAnswerError, InvalidRequestError, UnprocessableError } from '../../ax/base/errors.js';

/** A walk that begins again and again ends nowhere. */
const MAX_BEGINNINGS = 3;

/** A page, and whether nothing that came before it counts: the walk began again. */
export interface EachPage<Page> {
  page: Page;
  isAnew: boolean;
}

/**
 * Reads the pages of a list, from a cursor on, to the last one. A cursor that is refused, or that comes again, makes it begin
 * again.
 * @throws AxError if a page cannot be read
 */
export async function* eachPage<Page extends { nextCursor: string | null }>(
  read: (cursor: string | null) => Promise<Page>,
  from: string | null = null,
): AsyncGenerator<EachPage<Page>, void, undefined> {
  const seen = new Set<string>();
  let [cursor, isAnew] = [from, false];
  for (let beginnings = 1; ;) {
    const page = await read(cursor).catch((error: unknown) => {
      if (!isRefusedCursor(error, cursor) || beginnings >= MAX_BEGINNINGS) throw error;
      return null;
    });
    const nextCursor = page?.nextCursor ?? null;
    const isCircle = nextCursor !== null && (nextCursor === cursor || seen.has(nextCursor));
    if (page === null || isCircle) {
      if (beginnings++ >= MAX_BEGINNINGS) throw circle();
      [cursor, isAnew] = [null, true];
      seen.clear();
      continue;
    }
    yield { page, isAnew };
    isAnew = false;
    if (nextCursor === null) return;
    seen.add(nextCursor);
    cursor = nextCursor;
  }
}

/** Whether the service takes a cursor no more, as after an update of its. */
const isRefusedCursor = (error: unknown, cursor: string | null): boolean =>
  cursor !== null && (error instanceof InvalidRequestError || error instanceof UnprocessableError);

const circle = () =>
  new BrokenAnswerError('Cannot read all spans: the service returned the same cursor again and again.', {
    status: 200,
  });
