import { withoutNoise } from '../../model/base/numbers.js';
import { mergeKept, ownOf, withoutOverlaps } from '../../model/quality/kept/kept-quality.js';
import type { KeptQuality } from '../../model/quality/kept/kept-quality.js';
import { labelledIn, labelsByCount } from '../../model/quality/kept/merged-summary.js';
import type { MergedSummary } from '../../model/quality/kept/merged-summary.js';
import { MAX_VALUES } from '../../model/quality/tally/value-counts.js';
import type { SpanQuestion } from '../../model/quality/span-question.js';
import type { Interval } from '../../model/time/interval.js';
import type { WindowAnswer, WindowSummary } from './window-answer.js';

/**
 * What is kept of the windows that make up the one of a question, as an answer to it. Null if that is not enough: a part of
 * the window is not kept, or by another filter, or without one of the evaluations, or as an estimate; or the question is
 * about something that is not kept.
 */
export function answerFromKept(
  kept: readonly KeptQuality[],
  question: SpanQuestion,
  needsMedian: boolean,
): WindowAnswer | null {
  const parts = withoutOverlaps(kept.filter((one) => overlap(one, question)));
  const whole = isOfKept(question) && isTiledBy(question, parts) ? mergeKept(parts) : null;
  if (whole === null || whole.exact === null || whole.exact.filter !== question.filter) return null;
  const { attributedBy } = whole.exact;
  const evaluations: WindowSummary[] = [];
  for (const name of question.evaluations) {
    const [summary, by] = [ownOf(whole.evaluations, name), ownOf(attributedBy, name)];
    if (summary === undefined || by === undefined) return null;
    if (needsMedian && !hasMedian(summary)) return null;
    evaluations.push(summaryOfKept(name, summary, by));
  }
  const runIds = parts.flatMap(({ runId }) => runId ?? []);
  const reading = { how: 'kept', requests: 0, runIds, readMs: whole.readMs } as const;
  return { spans: whole.spans, pairs: [], evaluations, reading };
}

const overlap = (one: Interval, { startMs, endMs }: Interval): boolean =>
  one.startMs < endMs && one.endMs > startMs;

/** Neither pairs nor reasons of failures are kept, and nothing by groups or of one run among others. */
const isOfKept = ({ pairs, annotations, groupBy, withReasons, runIds }: SpanQuestion): boolean =>
  pairs.length + annotations.length + runIds.length === 0 && groupBy === null && withReasons !== true;

/** Whether parts in order fill a window exactly. */
const isTiledBy = ({ startMs, endMs }: Interval, parts: readonly Interval[]): boolean =>
  parts.at(-1)?.endMs === endMs &&
  parts.every((part, at) => part.startMs === (at === 0 ? startMs : parts[at - 1]?.endMs));

/** Quartiles are kept of a single window alone, and are exact as long as no more different scores can have been binned. */
const hasMedian = ({ count, quartiles }: MergedSummary): boolean =>
  count === 0 || (quartiles !== null && count <= MAX_VALUES);

function summaryOfKept(
  name: string,
  summary: MergedSummary,
  attributedBy: WindowSummary['attributedBy'],
): WindowSummary {
  const { evaluated, count, unreadable, mean, sd, min, max, quartiles, histogram, otherLabels } = summary;
  const labelled = labelledIn(summary);
  const labelOf = (label: string): WindowSummary['labels'][number] => {
    const of = summary.labels[label] ?? 0;
    return { label, count: of, share: withoutNoise(of / labelled), error: 0 };
  };
  return {
    ...{ name, attributedBy, evaluations: evaluated, unreadable },
    by: { ...{ run: 0, task: 0, window: 0, other: 0 }, [attributedBy]: evaluated },
    ...{ count, mean, sd, min, max, histogram, median: quartiles?.[1] ?? null },
    ...{ meanError: count === 0 ? null : 0, worst: [], binWidth: 0, failed: { count: 0, reasons: [] } },
    ...{ labelled, labels: labelsByCount(summary).map(labelOf), otherLabels },
  };
}
