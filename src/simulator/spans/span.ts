import type { Granularity } from '../store/resource-types.js';

/** What was judged of a span, as the wire shows it. A score that is no number is sent as it was given. */
export interface SpanEvaluation {
  readonly name: string;
  readonly label?: string;
  readonly score?: number | string;
  readonly explanation?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** What a person said about a span, as the wire shows it. */
export interface SpanAnnotation {
  readonly name: string;
  readonly label?: string;
  readonly score?: number;
  readonly text?: string;
  readonly updated_at?: string;
  readonly annotator?: { readonly id: string; readonly email: string };
}

/** Members that the wire always shows. */
export interface FixedMembers {
  readonly name: string;
  readonly kind: string;
  /** Null for the root of a trace. */
  readonly parentId: string | null;
  readonly statusCode: string;
  readonly statusMessage: string;
  readonly latencyMs: number;
  readonly events: readonly unknown[];
}

/** A span of a project. */
export interface Span {
  /** Unique in its project. */
  readonly id: string;
  readonly spanId: string;
  readonly traceId: string;
  readonly sessionId: string;
  readonly timeMs: number;
  /** When it arrived; the index has it some time later. */
  readonly receivedMs: number;
  readonly fixed: FixedMembers;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly annotations: readonly SpanAnnotation[];
  readonly traceAnnotations: readonly SpanAnnotation[];
  /** Those that it arrived with; runs write theirs elsewhere. */
  readonly evaluations: readonly SpanEvaluation[];
  /** Decides a comparison with an attribute that is not modelled. */
  guess(comparison: string): boolean;
  /** Whether attributes that are not there are unknown, and not just absent. */
  readonly isOpen: boolean;
}

/** Spans of one origin, each named by an index. Nothing is kept of a span but what its source needs to make it again. */
export interface SpanSource {
  /** Indexes of the spans that start in the closed window: newest first, ties by trace and span id. */
  newestFirst(startMs: number, endMs: number): Iterable<number>;
  timeOf(index: number): number;
  receivedOf(index: number): number;
  spanAt(index: number): Span;
}

/** The order of the service: newest first, ties by trace and span id. */
export function compareSpans(a: SpanKey, b: SpanKey): number {
  return b.timeMs - a.timeMs || compareText(a.traceId, b.traceId) || compareText(a.spanId, b.spanId);
}

/** A span's place in the order of the service. */
export type SpanKey = Pick<Span, 'timeMs' | 'traceId' | 'spanId'>;

/** What an evaluator of this granularity judges in this span: the span itself, its trace or its session. */
export function unitOf(span: Span, granularity: Granularity): string {
  if (granularity === 'SPAN') return span.id;
  return granularity === 'TRACE' ? span.traceId : span.sessionId;
}

/** A number as eight hexadecimal digits. */
export function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
