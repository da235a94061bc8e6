import type { Project } from '../store/resource-types.js';
import type { Span, SpanAnnotation } from './span.js';
import type { SpanViews } from './view.js';

/** An evaluation of a span, and the run that wrote it. */
export interface RecordedEvaluation {
  readonly name: string;
  readonly label: string | null;
  readonly score: number | string | null;
  /** Null: the span arrived with it. */
  readonly taskId: string | null;
  readonly runId: string | null;
}

/** A span as the simulator knows it, whether the API shows it or not. */
export interface SpanRecord {
  readonly spanId: string;
  readonly traceId: string;
  readonly sessionId: string;
  readonly startTime: string;
  readonly receivedAt: string;
  readonly evaluations: readonly RecordedEvaluation[];
  readonly annotations: readonly SpanAnnotation[];
}

/** The spans of a project that start in the half-open window, oldest first, with their evaluations. */
export function recordSpans(
  views: SpanViews,
  project: Project,
  startMs: number,
  endMs: number,
): readonly SpanRecord[] {
  return views.spans.between(project, startMs, endMs).map((span) => ({
    spanId: span.spanId,
    traceId: span.traceId,
    sessionId: span.sessionId,
    startTime: new Date(span.timeMs).toISOString(),
    receivedAt: new Date(span.receivedMs).toISOString(),
    evaluations: recordEvaluations(views, project, span),
    annotations: views.annotationsOf(project, span),
  }));
}

function recordEvaluations(views: SpanViews, project: Project, span: Span): readonly RecordedEvaluation[] {
  const written = new Map(views.written.onSpan(project.id, span.id));
  return views.evaluationsOf(project, span).map(({ name, label = null, score = null }) => {
    const writer = written.get(name)?.writer;
    return { name, label, score, taskId: writer?.taskId ?? null, runId: writer?.runId ?? null };
  });
}
