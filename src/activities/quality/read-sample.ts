import { drawnOrder, partAt } from '../../model/quality/sampling.js';
import { addSpan, mergeTallies, openTally, tallyOfPart } from '../../model/quality/span-tally.js';
import { windowQuality } from '../../model/quality/window-quality.js';
import type { WindowQuality } from '../../model/quality/window-quality.js';
import type { SampleProgress } from './quality-progress.js';
import type { QualityReading } from './quality-reading.js';
import { walkPart } from './walk-part.js';

/** Parts that are read at once, unless the requests are limited. */
const WIDTH = 4;

/** Reads parts of a window that are drawn at random, until the budget is used. */
export async function readSample(reading: QualityReading, sample: SampleProgress): Promise<WindowQuality> {
  const order = drawnOrder(reading.question, sample.of);
  const waiting = [...sample.begun];
  let failed: unknown = null;
  const draw = (): number | null => {
    if (failed !== null || !mayBegin(reading, sample)) return null;
    const again = waiting.shift();
    if (again !== undefined) return again;
    if (sample.next >= sample.of) return null;
    sample.begun.push(sample.next);
    return sample.next++;
  };
  const drawAll = async (): Promise<void> => {
    for (let at = draw(); at !== null; at = draw()) await readPart(reading, sample, at, order[at] ?? 0);
  };
  const width = reading.isOneByOne ? 1 : WIDTH;
  await Promise.all(
    Array.from({ length: width }, () => drawAll().catch((error: unknown) => void (failed ??= error))),
  );
  if (failed !== null) throw failed as Error;
  return evidenceOf(reading, sample);
}

/** Whether what is begun, and one part more, can be read to the end within the budget, going by the parts before. */
function mayBegin({ question, progress }: QualityReading, { begun, read, pages }: SampleProgress): boolean {
  const pagesOfPart = read === 0 ? 1 : pages / read;
  return question.maxRequests - progress.requests >= (begun.length + 1) * pagesOfPart;
}

async function readPart(
  { question, rules, progress, readPage, onPage }: QualityReading,
  sample: SampleProgress,
  at: number,
  part: number,
): Promise<void> {
  let [tally, pages] = [openTally(question), 0];
  for await (const page of walkPart(partAt(question, part, sample.of), readPage)) {
    if (page.isAnew) tally = openTally(question);
    pages += 1;
    for (const span of page.spans) addSpan(tally, span, rules);
    if (page.nextCursor === null) {
      sample.tally = mergeTallies(sample.tally, tallyOfPart(tally));
      sample.read += 1;
      sample.pages += pages;
    } else if (progress.requests >= question.maxRequests) {
      sample.unfinished += 1;
      break;
    }
    onPage();
  }
  sample.begun = sample.begun.filter((each) => each !== at);
}

function evidenceOf({ question, progress }: QualityReading, sample: SampleProgress): WindowQuality {
  const { tally, read, of } = sample;
  const unfinished = sample.unfinished + sample.begun.length;
  const { requests } = progress;
  if (read === of) return windowQuality(question, tally, { how: 'whole', requests });
  const parts = { read, of };
  return windowQuality(question, tally, { how: 'sample', requests, share: read / of, parts, unfinished });
}
