import type { Span, SpanRef } from '../../api/span.js';
import { keyOf } from './bounded-counts.js';

/** A span with one of the lowest scores. */
export interface WorstSpan extends SpanRef {
  startedAt: string;
  score: number;
  label: string | null;
}

const MAX_WORST = 10;
/** IDs are hexadecimal digits; a longer one was not made by a tracer, and nobody could find a span by it. */
const MAX_ID = 64;

/** Notes a span if its score is among the lowest. Of equal scores the first one stays. */
export function addWorst(
  worst: WorstSpan[],
  { traceId, spanId, startedAt }: SpanRef & Pick<Span, 'startedAt'>,
  score: number,
  label: string | null,
): void {
  if (worst.length >= MAX_WORST && score >= (worst.at(-1)?.score ?? Infinity)) return;
  if (traceId.length > MAX_ID || spanId.length > MAX_ID) return;
  const at = worst.findIndex((each) => each.score > score);
  const noted = { traceId, spanId, startedAt, score, label: label === null ? null : keyOf(label) };
  worst.splice(at === -1 ? worst.length : at, 0, noted);
  worst.length = Math.min(worst.length, MAX_WORST);
}

export const mergeWorst = (one: readonly WorstSpan[], other: readonly WorstSpan[]): WorstSpan[] =>
  [...one, ...other].toSorted((a, b) => a.score - b.score).slice(0, MAX_WORST);
