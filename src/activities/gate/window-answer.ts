import type { EvaluationSummary } from '../../model/quality/evaluation-summary.js';
import type { SpanQuestion } from '../../model/quality/span-question.js';
import type { Reading, WindowQuality } from '../../model/quality/window-quality.js';

/** What a window says, from its spans or from what the ledger of quality keeps of them. */
export interface WindowAnswer extends Pick<WindowQuality, 'spans' | 'pairs'> {
  /** In the order of the question, with each name that was asked for. */
  evaluations: WindowSummary[];
  reading: Reading | KeptReading;
}

/** The spans were read before: after these runs, those of them that are known, and the last of them at `readMs`. */
export interface KeptReading {
  how: 'kept';
  requests: 0;
  runIds: string[];
  readMs: number;
}

/** What a gate needs to know of one evaluation to compute its measures. */
export type WindowSummary = Pick<
  EvaluationSummary,
  | ('name' | 'attributedBy' | 'evaluations' | 'by' | 'unreadable' | 'failed')
  | ('count' | 'mean' | 'meanError' | 'sd' | 'min' | 'median' | 'max' | 'histogram' | 'worst' | 'binWidth')
  | ('labelled' | 'labels' | 'otherLabels')
>;

/** What a window says. The one way to it, whoever answers. */
export type ReadWindow = (question: SpanQuestion) => Promise<WindowAnswer>;
