import { hash32 } from '../store/random.js';
import {
  compareSpans,
  hex,
  type Span,
  type SpanAnnotation,
  type SpanEvaluation,
  type SpanSource,
} from './span.js';

/** A span to add, in the members of the wire. */
export interface GivenSpan {
  readonly start_time: string;
  /** Default: a tenth of a second after the start. */
  readonly end_time?: string;
  /** When it arrived. Default: when it started. */
  readonly received_at?: string;
  readonly trace_id?: string;
  readonly span_id?: string;
  readonly session_id?: string;
  readonly parent_id?: string;
  readonly name?: string;
  readonly kind?: string;
  readonly status_code?: string;
  readonly status_message?: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly events?: readonly unknown[];
  readonly annotations?: readonly SpanAnnotation[];
  readonly trace_annotations?: readonly SpanAnnotation[];
  readonly evaluations?: readonly SpanEvaluation[];
}

const LATENCY_MS = 100;

/** Spans that were given one by one. `batch` makes their ids differ from those of other batches. */
export class GivenSpans implements SpanSource {
  readonly #spans: readonly Span[];

  constructor(given: readonly GivenSpan[], batch: number) {
    this.#spans = given.map((span, index) => spanOf(span, batch, index)).sort(compareSpans);
  }

  *newestFirst(startMs: number, endMs: number): Iterable<number> {
    for (const [index, { timeMs }] of this.#spans.entries()) {
      if (timeMs >= startMs && timeMs <= endMs) yield index;
    }
  }

  timeOf(index: number): number {
    return this.spanAt(index).timeMs;
  }

  receivedOf(index: number): number {
    return this.spanAt(index).receivedMs;
  }

  spanAt(index: number): Span {
    const span = this.#spans[index];
    if (span === undefined) throw new RangeError(`There is no span ${index} in this batch.`);
    return span;
  }
}

function spanOf(given: GivenSpan, batch: number, index: number): Span {
  const timeMs = Date.parse(given.start_time);
  const spanId = given.span_id ?? `${hex(hash32('given', batch))}${hex(index)}`;
  const traceId = given.trace_id ?? hex(hash32('given-trace', batch, index));
  const sessionId = given.session_id ?? hex(hash32('given-session', batch, index));
  return {
    id: `${traceId}/${spanId}`,
    spanId,
    traceId,
    sessionId,
    timeMs,
    receivedMs: given.received_at === undefined ? timeMs : Date.parse(given.received_at),
    fixed: fixedOf(given, timeMs),
    attributes: { 'session.id': sessionId, ...given.attributes },
    annotations: given.annotations ?? [],
    traceAnnotations: given.trace_annotations ?? [],
    evaluations: given.evaluations ?? [],
    guess: () => false,
    isOpen: false,
  };
}

function fixedOf(given: GivenSpan, timeMs: number): Span['fixed'] {
  return {
    name: given.name ?? 'given-call',
    kind: given.kind ?? 'LLM',
    parentId: given.parent_id ?? null,
    statusCode: given.status_code ?? 'OK',
    statusMessage: given.status_message ?? '',
    latencyMs: given.end_time === undefined ? LATENCY_MS : Date.parse(given.end_time) - timeMs,
    events: given.events ?? [],
  };
}
