import type { FilterSubject, Predicate } from '../store/filter/compile.js';
import type { Project, User } from '../store/resource-types.js';
import { AnnotationRules } from './annotations.js';
import { ListingCache } from './listing.js';
import { ProjectSpans } from './project-spans.js';
import type { Span, SpanAnnotation, SpanEvaluation } from './span.js';
import { evaluationOf, WrittenEvaluations, type EvaluationMetadata } from './written.js';

/** Everything about spans in one simulated service. */
export class SpanViews {
  readonly spans = new ProjectSpans();
  readonly written = new WrittenEvaluations();
  readonly annotations = new AnnotationRules();
  readonly listings = new ListingCache();

  readonly #metadata: EvaluationMetadata;
  readonly #annotator: NonNullable<SpanAnnotation['annotator']>;

  constructor(metadata: EvaluationMetadata, { id, email }: Pick<User, 'id' | 'email'>) {
    this.#metadata = metadata;
    this.#annotator = { id, email };
  }

  /** The evaluations of a span: those it arrived with, and over them those that runs wrote. */
  evaluationsOf(project: Project, span: Span): readonly SpanEvaluation[] {
    const byName = new Map(span.evaluations.map((evaluation) => [evaluation.name, evaluation]));
    for (const [name, verdict] of this.written.onSpan(project.id, span.id)) {
      byName.set(name, evaluationOf(name, verdict, this.#metadata));
    }
    return [...byName.values()];
  }

  /** What people say about a span: the seeded annotator, if nobody is named. */
  annotationsOf(project: Project, span: Span): readonly SpanAnnotation[] {
    const labelOf = (name: string): string | null => this.#evaluation(project, span, name)?.label ?? null;
    return this.annotations
      .of(project, span, labelOf)
      .map((annotation) => ({ ...annotation, annotator: annotation.annotator ?? this.#annotator }));
  }

  /** A filter as a question about spans; null passes all. */
  filter(project: Project, predicate: Predicate | null): (span: Span) => boolean {
    return predicate === null ? () => true : (span) => predicate(this.subject(project, span));
  }

  /** A span as filters see it. */
  subject(project: Project, span: Span): FilterSubject & { readonly id: string } {
    return {
      id: span.id,
      read: (field) => this.#read(project, span, field),
      guess: (comparison) => span.guess(comparison),
    };
  }

  /** Changes with everything that could change which spans a search finds. */
  revision(filter: string | null): string {
    if (filter === null) return String(this.spans.revision);
    return `${this.spans.revision}.${this.written.revision}.${this.annotations.revision}`;
  }

  #read(project: Project, span: Span, field: string): unknown {
    const [, prefix, name, part] = VERDICT_COLUMN.exec(field) ?? [];
    if (name === undefined || part === undefined) return readSpan(span, field);
    const verdict =
      prefix === 'annotation'
        ? this.annotationsOf(project, span).find((one) => one.name === name)
        : this.#evaluation(project, span, name);
    return (verdict as Readonly<Record<string, unknown>> | undefined)?.[part] ?? null;
  }

  #evaluation(project: Project, span: Span, name: string): SpanEvaluation | undefined {
    const verdict = this.written.find(project.id, name, span.id);
    if (verdict !== undefined) return evaluationOf(name, verdict, this.#metadata);
    return span.evaluations.find((one) => one.name === name);
  }
}

/** A column of an evaluation or an annotation, its prefix, name and part. */
const VERDICT_COLUMN = /^((?:trace_|session_)?eval|annotation)\.(.+)\.([a-z_]+)$/;

function readSpan(span: Span, field: string): unknown {
  const read = FIXED_FIELDS[field];
  if (read !== undefined) return read(span);
  const value = span.attributes[field.replace(/^attributes\./, '')];
  return value === undefined && !span.isOpen ? null : value;
}

const FIXED_FIELDS: Readonly<Record<string, (span: Span) => unknown>> = {
  name: ({ fixed }) => fixed.name,
  kind: ({ fixed }) => fixed.kind,
  span_kind: ({ fixed }) => fixed.kind,
  parent_id: ({ fixed }) => fixed.parentId,
  status_code: ({ fixed }) => fixed.statusCode,
  status_message: ({ fixed }) => fixed.statusMessage,
  latency_ms: ({ fixed }) => fixed.latencyMs,
  start_time: ({ timeMs }) => new Date(timeMs).toISOString(),
  'context.span_id': ({ spanId }) => spanId,
  'context.trace_id': ({ traceId }) => traceId,
};
