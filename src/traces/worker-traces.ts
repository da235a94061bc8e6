import { asyncLocalStorage } from '@temporalio/activity';
import type { Context } from '@temporalio/activity';
import { ROOT_CONTEXT } from '@opentelemetry/api';
import type { Span, Tracer, TracerProvider } from '@opentelemetry/api';
import type { ActivityInterceptorsFactory, InjectedSinks } from '@temporalio/worker';
import type { AxClientOptions } from '../ax/index.js';
import type { TraceSinks } from '../workflows/trace-interceptors.js';
import { withIds } from './execution-ids.js';
import { tracerOf } from './spans.js';
import { traceActivity } from './trace-activity.js';
import { startRequest } from './trace-request.js';
import { traceWorkflow } from './trace-workflow.js';

/** What a worker needs to trace its workflows, their activities and the requests of these. */
export interface WorkerTraces {
  activity: ActivityInterceptorsFactory;
  sinks: InjectedSinks<TraceSinks>;
  /** For `AxClient`. */
  traceRequest: NonNullable<AxClientOptions['traceRequest']>;
}

/**
 * Makes the spans of a worker. The provider must have {@link executionIds} as its `idGenerator`.
 * @throws TypeError if it has another one
 */
export function workerTraces(provider: TracerProvider, { tellsService = false } = {}): WorkerTraces {
  const tracer = tracerOf(provider);
  requireIds(tracer);
  const spans = new WeakMap<Context, Span>();
  return {
    activity: (context) => ({
      inbound: {
        execute: (input, next) => traceActivity(tracer, spans, context, input, () => next(input)),
      },
    }),
    sinks: {
      axTraces: {
        ended: { fn: (info, ended) => traceWorkflow(tracer, info, ended), callDuringReplay: false },
      },
    },
    traceRequest: (endpoint) => {
      const context = asyncLocalStorage.getStore();
      const parent = context === undefined ? undefined : spans.get(context);
      return context === undefined || parent === undefined
        ? null
        : startRequest(tracer, endpoint, { parent, attempt: context.info.attempt, tellsService });
    },
  };
}

const PROBE = { traceId: '1'.repeat(32), spanId: '2'.repeat(16) };

function requireIds(tracer: Tracer): void {
  const { spanId } = withIds(PROBE, () =>
    tracer.startSpan('first', { root: true }, ROOT_CONTEXT),
  ).spanContext();
  if (spanId !== PROBE.spanId)
    throw new TypeError(
      'the tracer provider needs `idGenerator: executionIds`, which names the spans of workflows',
    );
}
