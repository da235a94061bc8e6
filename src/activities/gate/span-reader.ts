import type { Kept } from '../base/patient-look.js';
import type { QualityProgress } from '../quality/quality-progress.js';
import type { QualityReader } from '../quality/read-quality.js';
import { answerFromKept } from './kept-answer.js';
import type { KeptWindows } from './kept-windows.js';
import { patiently } from './patiently.js';
import type { ReadWindow } from './window-answer.js';

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

/** Answers from what is kept of windows where that is enough, and otherwise from their spans. */
export const keptReader =
  (keptOf: KeptWindows, readSpans: ReadWindow, needsMedian: boolean): ReadWindow =>
  async (question) => {
    const kept = question.taskId === null ? [] : await keptOf(question.taskId, question);
    return answerFromKept(kept, question, needsMedian) ?? readSpans(question);
  };
