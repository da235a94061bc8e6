import type { SpanQuestion } from '../../model/quality/span-question.js';
import type { CountingRules } from '../../model/quality/span-tally.js';
import type { QualityProgress } from './quality-progress.js';
import type { ReadPage } from './span-pages.js';

/** The reading of one question by one attempt. */
export interface QualityReading {
  question: SpanQuestion;
  rules: CountingRules;
  /** Changes as the reading goes. */
  progress: QualityProgress;
  readPage: ReadPage;
  /** Called when `progress` has changed after a page. */
  onPage: () => void;
  /** Requests are limited: no two at once. */
  isOneByOne: boolean;
}
