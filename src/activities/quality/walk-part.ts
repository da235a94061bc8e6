import type { Span } from '../../model/api/span.js';
import type { Interval } from '../../model/time/interval.js';
import { eachPage } from './each-page.js';
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

/**
 * Walks through the spans of a window, a page at a time. A cursor that is refused, or that comes again, makes it begin again.
 * @throws AxError if a page cannot be read
 */
export async function* walkPart(
  part: Interval,
  read: ReadPage,
  place: WalkPlace | null = null,
): AsyncGenerator<WalkedPage, void, undefined> {
  let walk = new SpanWalk(part, place);
  for await (const { page, isAnew } of eachPage((cursor) => read(part, cursor), place?.cursor)) {
    if (isAnew) walk = new SpanWalk(part);
    yield { spans: walk.take(page.items), walk, nextCursor: page.nextCursor, isAnew };
  }
}
