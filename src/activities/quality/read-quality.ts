import { questionProblem } from '../../model/quality/span-question.js';
import type { SpanQuestion } from '../../model/quality/span-question.js';
import { rulesFor } from '../../model/quality/span-tally.js';
import type { WindowQuality } from '../../model/quality/window-quality.js';
import type { AttemptClock } from '../base/attempt-clock.js';
import type { ActivityDeps } from '../base/deps.js';
import { failure } from '../base/failures.js';
import type { Kept, Looked } from '../base/patient-look.js';
import { beginReading } from './quality-progress.js';
import type { QualityProgress } from './quality-progress.js';
import type { QualityReading } from './quality-reading.js';
import { readSample } from './read-sample.js';
import { readWhole } from './read-whole.js';
import { pagesOf, paceOf } from './span-pages.js';

/**
 * Reads what evaluations say about the spans of a window, within a budget of requests (design/quality.md). An attempt that dies
 * or is refused leaves its page and its counts in the heartbeat, and the next one continues there.
 */
export const readQuality =
  (read: QualityReader) =>
  async (
    question: SpanQuestion,
    _clock: AttemptClock,
    kept: Kept<QualityProgress>,
  ): Promise<Looked<WindowQuality>> => ({ found: await read(question, kept) });

/** Reads the spans of a question; `kept` is where an attempt before this one was. */
export type QualityReader = (question: SpanQuestion, kept: Kept<QualityProgress>) => Promise<WindowQuality>;

/** The one reader of a worker, whose requests share a pace. */
export const qualityReader = (deps: ActivityDeps): QualityReader => {
  const pace = paceOf(deps);
  return async (question, kept) => {
    const problem = questionProblem(question);
    if (problem !== null) throw failure('InvalidInput', `Cannot read the quality of spans: ${problem}`);
    const progress = (kept.value ??= beginReading());
    const reading: QualityReading = {
      ...{ question, rules: rulesFor(question), progress },
      readPage: pagesOf(deps, question, pace, () => (progress.requests += 1)),
      onPage: () => {
        kept.isAnswered = true;
        kept.beat();
      },
      isOneByOne: deps.isRateLimited ?? false,
    };
    const sample = progress.sample ?? (await readWhole(reading));
    return 'of' in sample ? readSample(reading, sample) : sample;
  };
};
