import type { SpanQuestion } from '../../model/quality/span-question.js';
import type { WindowQuality } from '../../model/quality/window-quality.js';
import type { Kept } from '../base/patient-look.js';
import type { QualityProgress } from '../quality/quality-progress.js';
import type { QualityReader } from '../quality/read-quality.js';
import { patiently } from './patiently.js';

/** What a window says. The one way to it: where a ledger holds the answer, it can be given from there. */
export type ReadWindow = (question: SpanQuestion) => Promise<WindowQuality>;

/** Reads windows from the spans themselves; what is refused for now continues at the page where it was. */
export const spanReader =
  (read: QualityReader): ReadWindow =>
  (question) => {
    const kept: Kept<QualityProgress> = { value: null, isAnswered: false, beat: () => undefined };
    return patiently(() => read(question, kept));
  };
