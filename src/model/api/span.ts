/** A score or a label, and what was found in its place that is none: its type, never its content. Absent members are fine. */
interface Judged {
  name: string;
  score: number | null;
  label: string | null;
  misfits: { score?: string; label?: string };
}

/** What an evaluator wrote on a span. */
export interface SpanEvaluation extends Judged {
  /** Null unless its column was asked for. */
  explanation: string | null;
  /** Names the task and the run that wrote it, under members that are not published; null if absent. */
  metadata: unknown;
}

/** What a person wrote on a span. */
export type SpanAnnotation = Judged;

/** One span. Attributes, evaluations and annotations are those whose columns were asked for. */
export interface Span {
  traceId: string;
  spanId: string;
  /** ISO 8601 with zone, as the service writes it: it may be finer than a millisecond. */
  startedAt: string;
  kind: string | null;
  parentId: string | null;
  statusCode: string | null;
  latencyMs: number | null;
  /** By dotted path, or nested, as the service sends them. */
  attributes: Record<string, unknown>;
  evaluations: SpanEvaluation[];
  annotations: SpanAnnotation[];
}

/** Which span. */
export type SpanRef = Pick<Span, 'traceId' | 'spanId'>;
