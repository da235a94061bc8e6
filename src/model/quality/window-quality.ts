import type { Interval } from '../time/interval.js';
import { withoutNoise } from '../base/numbers.js';
import type { Confusion } from './tally/confusion.js';
import { filledTable } from './tally/confusion.js';
import { totalError } from './tally/cluster-sums.js';
import type { Drawn } from './tally/cluster-sums.js';
import { summaryOf } from './evaluation-summary.js';
import type { EvaluationSummary } from './evaluation-summary.js';
import type { SpanQuestion } from './span-question.js';
import type { SpanTally } from './span-tally.js';

/** How the spans of a window were read. */
export type Reading =
  /** All of them. */
  | { how: 'whole'; requests: number }
  /**
   * Those in some parts of the window, drawn at random. `share` is the share of the window's time that was read.
   * `unfinished` parts were begun and not read to their end before the budget was used: then chance alone did not decide, and
   * no error is given. A budget too small for parts reads the newest spans of the window, as one part that is unfinished.
   */
  | { how: 'sample'; requests: number; share: number; parts: Drawn; unfinished: number };

/** What evaluations say about the spans of one window. */
export interface WindowQuality extends Interval {
  projectId: string;
  filter: string | null;
  /** Spans that were read. */
  spans: number;
  /** All spans of the window: of a sample an estimate, with half the width of its 95 % interval (null: not known). */
  allSpans: { count: number; error: number | null };
  /** When the first and the last span that was read started, in milliseconds since 1970; null: there is none. */
  oldestMs: number | null;
  newestMs: number | null;
  reading: Reading;
  /** In the order of the question; with each name that was asked for, also where no span bears it. */
  evaluations: EvaluationSummary[];
  annotations: EvaluationSummary[];
  pairs: Confusion[];
  /** Spans by the value of the attribute; empty without `groupBy`. */
  groups: { group: string; spans: number }[];
  /** Spans of groups beyond the fiftieth. */
  otherGroups: number;
}

/** People write no metadata. */
const ANYONE = { taskId: null, runIds: [] };

/** What a window amounts to. */
export function windowQuality(question: SpanQuestion, tally: SpanTally, reading: Reading): WindowQuality {
  const { projectId, startMs, endMs, filter } = question;
  const drawn = reading.how === 'sample' && reading.unfinished === 0 ? reading.parts : null;
  const read = { isWhole: reading.how === 'whole', drawn };
  return {
    ...{ projectId, startMs, endMs, filter, spans: tally.spans, reading },
    allSpans: allSpansOf(tally, reading, drawn),
    ...{ oldestMs: tally.oldestMs, newestMs: tally.newestMs },
    evaluations: tally.evaluations.map((each) => summaryOf(each, question, read)),
    annotations: tally.annotations.map((each) => summaryOf(each, ANYONE, read)),
    pairs: tally.pairs.map(filledTable),
    groups: tally.groups.counts.map(([group, spans]) => ({ group, spans })),
    otherGroups: tally.groups.rest,
  };
}

function allSpansOf(tally: SpanTally, reading: Reading, drawn: Drawn | null): WindowQuality['allSpans'] {
  if (reading.how === 'whole') return { count: tally.spans, error: 0 };
  const count = reading.share === 0 ? 0 : Math.round(tally.spans / reading.share);
  const error = drawn === null ? null : totalError(tally.parts.squares, tally.spans, drawn);
  return { count, error: error === null ? null : withoutNoise(error) };
}
