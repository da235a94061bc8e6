import { ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import type { Context, Tracer } from '@opentelemetry/api';
import { defaultPayloadConverter } from '@temporalio/common';
import type { WorkflowClientInterceptor } from '@temporalio/client';
import { TRACE_HEADER } from '../model/temporal/trace-context.js';
import { otlpProvider } from './otlp-provider.js';
import { endSpan, tracerOf, traceparentOfSpan } from './spans.js';

/** The trace of one command. */
export interface CommandTrace {
  interceptor: WorkflowClientInterceptor;
  /** Sends the spans. A collector that does not answer costs {@link EXPORT_MS} at most, and is no failure. */
  end: (failure: string | null) => Promise<void>;
}

/** Too short for the exporter to try again, for which a person would wait. */
const EXPORT_MS = 750;

/** Begins the trace of a command; `since` is when the program started, in milliseconds since 1970. */
export function traceCommand(
  verb: string,
  since: number,
  { url, sample, serviceName }: { url: string; sample: number; serviceName: string | null },
): CommandTrace {
  const provider = otlpProvider({
    url,
    sample,
    serviceName: serviceName ?? 'ax-tasks',
    timeoutMs: EXPORT_MS,
  });
  const tracer = tracerOf(provider);
  const command = tracer.startSpan(`ax-tasks ${verb}`, { startTime: since, root: true }, ROOT_CONTEXT);
  return {
    interceptor: clientInterceptor(tracer, trace.setSpan(ROOT_CONTEXT, command)),
    end: async (failure) => {
      endSpan(command, failure);
      await provider.shutdown().catch(() => undefined);
    },
  };
}

/** Each start of a workflow is a span, which the workflow is below. */
const clientInterceptor = (tracer: Tracer, context: Context): WorkflowClientInterceptor => ({
  startWithDetails: async (input, next) => {
    const attributes = { 'temporal.workflow.id': input.options.workflowId };
    const options = { attributes, kind: SpanKind.CLIENT };
    const span = tracer.startSpan(`StartWorkflow:${input.workflowType}`, options, context);
    const carrier = defaultPayloadConverter.toPayload({ traceparent: traceparentOfSpan(span) });
    try {
      const started = await next({ ...input, headers: { ...input.headers, [TRACE_HEADER]: carrier } });
      endSpan(span, null);
      return started;
    } catch (error) {
      endSpan(span, error instanceof Error ? error.name : 'Error');
      throw error;
    }
  },
});
