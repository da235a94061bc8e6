import { BrokenAnswerError } from '../../ax/base/errors.js';
import type { Span } from '../../model/api/span.js';
import type { Interval } from '../../model/time/interval.js';
import { isRefusedCursor } from './span-pages.js';
import type { ReadPage } from './span-pages.js';
import { SpanWalk } from './span-walk.js';
import type { WalkPlace } from './span-walk.js';

/** One page of a walk. */
export interface WalkedPage {
  /** The spans that are in the window and were not met before. */
  spans: Span[];
  walk: SpanWalk;
  /** Where the next page begins; null: this was the last one. */
  nextCursor: string | null;
  /** Nothing that came before counts: the walk began again at the end of the window. */
  isAnew: boolean;
}

/** A walk that begins again and again ends nowhere. */
const MAX_BEGINNINGS = 3;

/**
 * Walks through the spans of a window, a page at a time. A cursor that is refused, or that comes again, makes it begin again.
 * @throws AxError if a page cannot be read
 */
export async function* walkPart(
  part: Interval,
  read: ReadPage,
  place: WalkPlace | null = null,
): AsyncGenerator<WalkedPage, void, undefined> {
  let [walk, cursor] = [new SpanWalk(part, place), place?.cursor ?? null];
  const seen = new Set<string>();
  let isAnew = false;
  for (let beginnings = 1; ;) {
    const page = await read(part, cursor).catch((error: unknown) => {
      if (!isRefusedCursor(error, cursor) || beginnings >= MAX_BEGINNINGS) throw error;
      return null;
    });
    const nextCursor = page?.nextCursor ?? null;
    const isCircle = nextCursor !== null && (nextCursor === cursor || seen.has(nextCursor));
    if (page === null || isCircle) {
      if (beginnings++ >= MAX_BEGINNINGS) throw circle();
      [walk, cursor, isAnew] = [new SpanWalk(part), null, true];
      seen.clear();
      continue;
    }
    yield { spans: walk.take(page.items), walk, nextCursor, isAnew };
    isAnew = false;
    if (nextCursor === null) return;
    seen.add(nextCursor);
    cursor = nextCursor;
  }
}

const circle = () =>
  new BrokenAnswerError('Cannot read all spans: the service returned the same cursor again and again.', {
    status: 200,
  });
