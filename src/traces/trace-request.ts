import { ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import type { Span, Tracer } from '@opentelemetry/api';
import type { RequestTrace } from '../ax/index.js';
import { endSpan, known, traceparentOfSpan } from './spans.js';

/** The activity that sends a request. */
interface Sender {
  parent: Span;
  attempt: number;
  /** Whether the service gets the `traceparent`. */
  tellsService: boolean;
}

/** Begins the span of a request to Arize AX, of which it says the route, the status and nothing else. */
export function startRequest(
  tracer: Tracer,
  endpoint: string,
  { parent, attempt, tellsService }: Sender,
): RequestTrace {
  const [method = '', route = ''] = endpoint.split(' ');
  const attributes = known({
    'http.request.method': method,
    'url.template': route,
    'http.request.resend_count': attempt > 1 ? attempt - 1 : null,
  });
  const span = tracer.startSpan(
    endpoint,
    { attributes, kind: SpanKind.CLIENT },
    trace.setSpan(ROOT_CONTEXT, parent),
  );
  return {
    headers: tellsService ? { traceparent: traceparentOfSpan(span) } : {},
    end: ({ status, failure, isTried }) => {
      span.setAttributes(known({ 'http.response.status_code': status }));
      if (!isTried) span.setAttribute('ax.request.sent', false);
      endSpan(span, failure);
    },
  };
}
