import type { Span } from '../api/span.js';
import { instantMs } from '../time/window.js';
import { attributor } from './tally/attribution.js';
import type { Attributed } from './tally/attribution.js';
import { countText, mergeCounts, noCounts } from './tally/bounded-counts.js';
import type { BoundedCounts } from './tally/bounded-counts.js';
import { groupOf, judgedBy } from './columns.js';
import { addPair, mergeConfusions, openConfusion } from './tally/confusion.js';
import type { Confusion } from './tally/confusion.js';
import { addJudged, asPart, mergeEvaluations, openEvaluation } from './tally/evaluation-tally.js';
import type { EvaluationTally } from './tally/evaluation-tally.js';
import { MAX_GROUPS } from './tally/group-tally.js';
import type { SpanQuestion } from './span-question.js';

/** What was counted of the spans of a question. JSON, and bounded whatever the spans hold. */
export interface SpanTally {
  spans: number;
  /** When the first and the last of them started, in milliseconds since 1970; null: none did. */
  oldestMs: number | null;
  newestMs: number | null;
  /** Spans by the value that the question groups by; an empty text: without one. */
  groups: BoundedCounts;
  evaluations: EvaluationTally[];
  annotations: EvaluationTally[];
  pairs: Confusion[];
  /** Of a sample: how many parts of the window were read, and the sum of the squares of their spans. */
  parts: { read: number; squares: number };
}

export const openTally = (question: SpanQuestion): SpanTally => ({
  ...{ spans: 0, oldestMs: null, newestMs: null, groups: noCounts() },
  evaluations: question.evaluations.map(openEvaluation),
  annotations: question.annotations.map(openEvaluation),
  pairs: question.pairs.map(openConfusion),
  parts: { read: 0, squares: 0 },
});

/** How spans are counted for a question. Made once for many spans. */
export interface CountingRules {
  question: SpanQuestion;
  attribute: (metadata: unknown) => Attributed;
}

export const rulesFor = (question: SpanQuestion): CountingRules => ({
  question,
  attribute: attributor(question),
});

/** People write no metadata: what they say counts by its window. */
const BY_PEOPLE: Attributed = { by: 'window', runId: null };

/** Counts a span; changes the tally. Of several evaluations of one name on a span the first counts. */
export function addSpan(tally: SpanTally, span: Span, { question, attribute }: CountingRules): void {
  const startMs = instantMs(span.startedAt);
  tally.spans += 1;
  if (startMs !== null) {
    tally.oldestMs = Math.min(tally.oldestMs ?? startMs, startMs);
    tally.newestMs = Math.max(tally.newestMs ?? startMs, startMs);
  }
  const group = question.groupBy === null ? null : groupOf(span, question.groupBy);
  if (group !== null) countText(tally.groups, group, MAX_GROUPS);
  for (const each of tally.evaluations) {
    const judged = span.evaluations.find(({ name }) => name === each.name);
    if (judged !== undefined) addJudged(each, span, judged, attribute(judged.metadata), group);
  }
  for (const each of tally.annotations) {
    const judged = span.annotations.find(({ name }) => name === each.name);
    if (judged !== undefined) addJudged(each, span, judged, BY_PEOPLE, group);
  }
  for (const each of tally.pairs) addPair(each, judgedBy(span, each.first), judgedBy(span, each.second));
}

/** The tally of the spans of two tallies of one question, which share no span. */
export const mergeTallies = (one: SpanTally, other: SpanTally): SpanTally => ({
  spans: one.spans + other.spans,
  oldestMs: eitherOr(Math.min, one.oldestMs, other.oldestMs),
  newestMs: eitherOr(Math.max, one.newestMs, other.newestMs),
  groups: mergeCounts(one.groups, other.groups, MAX_GROUPS),
  evaluations: inPairs(one.evaluations, other.evaluations, mergeEvaluations),
  annotations: inPairs(one.annotations, other.annotations, mergeEvaluations),
  pairs: inPairs(one.pairs, other.pairs, mergeConfusions),
  parts: {
    read: one.parts.read + other.parts.read,
    squares: one.parts.squares + other.parts.squares,
  },
});

/** The tally of one part of a window that a sample drew, ready to be merged with those of the others. */
export const tallyOfPart = (tally: SpanTally): SpanTally => ({
  ...tally,
  evaluations: tally.evaluations.map(asPart),
  annotations: tally.annotations.map(asPart),
  parts: { read: 1, squares: tally.spans * tally.spans },
});

const eitherOr = (
  choose: (a: number, b: number) => number,
  one: number | null,
  other: number | null,
): number | null => (one === null || other === null ? (one ?? other) : choose(one, other));

const inPairs = <T>(one: readonly T[], other: readonly T[], merge: (a: T, b: T) => T): T[] =>
  one.map((each, at) => {
    const match = other[at];
    return match === undefined ? each : merge(each, match);
  });
