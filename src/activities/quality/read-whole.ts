import { addSpan, openTally } from '../../model/quality/span-tally.js';
import type { SpanTally } from '../../model/quality/span-tally.js';
import type { SpanQuestion } from '../../model/quality/span-question.js';
import type { Interval } from '../../model/time/interval.js';
import { isBeyondBudget, partsOf } from '../../model/quality/sampling.js';
import { windowQuality } from '../../model/quality/window-quality.js';
import type { WindowQuality } from '../../model/quality/window-quality.js';
import { beginSample } from './quality-progress.js';
import type { SampleProgress } from './quality-progress.js';
import type { QualityReading } from './quality-reading.js';
import type { ReadPage } from './span-pages.js';
import { walkPart } from './walk-part.js';
import type { WalkedPage } from './walk-part.js';

/**
 * Reads all spans of a window by one search: a search looks only some hours beyond its window for spans that arrived late, so
 * several searches of parts would find fewer. If the window proves to be too large, a sample is begun instead.
 */
export async function readWhole(reading: QualityReading): Promise<WindowQuality | SampleProgress> {
  const { question, rules, progress, readPage, onPage } = reading;
  const search = searchOf(question);
  const read: ReadPage = (_, cursor) => readPage(search, cursor);
  let { tally, pages } = progress.whole ?? { tally: openTally(question), pages: 0 };
  for await (const page of walkPart(question, read, progress.whole?.place)) {
    if (page.isAnew) [tally, pages] = [openTally(question), 0];
    pages += 1;
    for (const span of page.spans) addSpan(tally, span, rules);
    const place = page.nextCursor === null ? null : page.walk.placeBefore(page.nextCursor);
    progress.whole = place === null ? null : { pages, tally, place };
    const end = endAfter(page, { pages, tally }, reading);
    if (end !== null) return end;
    onPage();
  }
  throw new Error('a walk ended without its last page');
}

const searchOf = ({ startMs, endMs, lateForMs = 0 }: SpanQuestion): Interval => ({
  startMs,
  endMs: endMs + lateForMs,
});

/** What the walk ends with after a page; null: it goes on. */
function endAfter(
  { walk, nextCursor }: WalkedPage,
  { pages, tally }: { pages: number; tally: SpanTally },
  { question, progress }: QualityReading,
): WindowQuality | SampleProgress | null {
  const { requests } = progress;
  const { maxRequests } = question;
  if (nextCursor === null) return windowQuality(question, tally, { how: 'whole', requests });
  const share = walk.share(searchOf(question));
  if (isBeyondBudget({ pages, share, requests, maxRequests })) {
    progress.whole = null;
    return (progress.sample = beginSample(question, partsOf(question, { pages, share })));
  }
  if (requests < maxRequests) return null;
  const newest = { share: walk.share(), parts: { read: 0, of: 1 }, unfinished: 1 };
  return windowQuality(question, tally, { how: 'sample', requests, ...newest });
}
