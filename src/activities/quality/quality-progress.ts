import type { SpanQuestion } from '../../model/quality/span-question.js';
import { openTally } from '../../model/quality/span-tally.js';
import type { SpanTally } from '../../model/quality/span-tally.js';
import type { WalkPlace } from './span-walk.js';

/** How far the reading of a question is. Heartbeat, so that the next attempt continues there. */
export interface QualityProgress {
  /** Requests that were sent; those of the last second before a worker's death are not known. */
  requests: number;
  /** The walk through the whole window; null: it begins at its end. */
  whole: WholeProgress | null;
  /** Set once the window proved to be too large. */
  sample: SampleProgress | null;
}

interface WholeProgress {
  pages: number;
  tally: SpanTally;
  place: WalkPlace;
}

export interface SampleProgress {
  /** Counts only the parts that were read to their end. */
  tally: SpanTally;
  /** Into how many parts the window is cut. */
  of: number;
  /** Places in the order of drawing: the next one, and those that were begun and not ended. */
  next: number;
  begun: number[];
  read: number;
  /** Pages of the parts that were read. */
  pages: number;
  unfinished: number;
}

export const beginReading = (): QualityProgress => ({ requests: 0, whole: null, sample: null });

export const beginSample = (question: SpanQuestion, of: number): SampleProgress => ({
  ...{ tally: openTally(question), of, next: 0, begun: [], read: 0, pages: 0, unfinished: 0 },
});
