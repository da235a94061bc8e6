import { ROOT_CONTEXT, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api';
import type { Attributes, Context, Span, Tracer, TracerProvider } from '@opentelemetry/api';
import { traceparentOf } from '../model/temporal/trace-context.js';
import type { TraceContext } from '../model/temporal/trace-context.js';
import { withIds } from './execution-ids.js';

export const tracerOf = (provider: TracerProvider): Tracer => provider.getTracer('ax-tasks-temporal');

/** Below a span that may be of another process. */
export const below = ({ traceId, spanId, isSampled }: TraceContext): Context =>
  trace.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId,
    traceFlags: isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE,
    isRemote: true,
  });

export function traceparentOfSpan(span: Span): string {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return traceparentOf({ traceId, spanId, isSampled: (traceFlags & TraceFlags.SAMPLED) !== 0 });
}

/** Whether a trace that nobody began is recorded: what the sampler says of a first span in it. */
export const isSampled = (tracer: Tracer, ids: Pick<TraceContext, 'traceId' | 'spanId'>): boolean => {
  // It is never ended, and so not exported.
  const first = withIds(ids, () => tracer.startSpan('first', { root: true }, ROOT_CONTEXT));
  return (first.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0;
};

/** Attributes that are known. */
export const known = (attributes: Record<string, string | number | null | undefined>): Attributes =>
  Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) =>
      value === null || value === undefined ? [] : [[name, value]],
    ),
  );

/** Ends a span with the type of a failure, or none. What a failure says stays out: it may repeat names and answers. */
export function endSpan(span: Span, failure: string | null, at?: number): void {
  if (failure !== null) span.setAttribute('error.type', failure).setStatus({ code: SpanStatusCode.ERROR });
  span.end(at);
}
