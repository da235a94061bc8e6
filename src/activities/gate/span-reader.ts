import type { SpanQuestion } from '../../model/quality/span-question.js';
import type { WindowQuality } from '../../model/quality/window-quality.js';
import type { Kept } from '../base/patient-look.js';
import type { QualityProgress } from '../quality/quality-progress.js';
import type { QualityReader } from '../quality/read-quality.js';
import { patiently } from './patiently.js';

/** What a window says. The one way to it: where a ledger holds the answer, it can be given from there. */
export type ReadWindow = (question: SpanQuestion) => Promise<WindowQuality>;

/** The window that a gate reads. Heartbeat, so that the next attempt continues in it. */
export interface ReadingWindow {
  /** Which one it is. */
  key: string;
  progress: QualityProgress | null;
}

/**
 * Reads windows from the spans themselves. What is refused for now continues at the page where it was, and so does an attempt
 * after the death of the worker: `before` is the window that it was in.
 */
export function spanReader(
  read: QualityReader,
  before: ReadingWindow | null,
  beat: (now: ReadingWindow) => void,
): ReadWindow {
  return (question) => {
    const key = JSON.stringify(question);
    const kept: Kept<QualityProgress> = {
      value: before?.key === key ? before.progress : null,
      isAnswered: false,
      beat: () => {
        beat({ key, progress: kept.value });
      },
    };
    return patiently(() => read(question, kept));
  };
}
