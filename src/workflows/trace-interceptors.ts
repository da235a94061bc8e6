import { ApplicationFailure, TemporalFailure, defaultPayloadConverter } from '@temporalio/common';
import type { Headers } from '@temporalio/common';
import { ContinueAsNew, isCancellation, proxySinks, workflowInfo } from '@temporalio/workflow';
import type { Sinks, WorkflowInterceptorsFactory } from '@temporalio/workflow';
import {
  TRACE_HEADER,
  idsOfExecution,
  taskAndRunOf,
  traceContextOf,
  traceparentOf,
} from '../model/temporal/trace-context.js';
import type { TraceContext, WorkflowEnd, WorkflowEnded } from '../model/temporal/trace-context.js';

/** What a worker takes from its workflows for traces. */
export interface TraceSinks extends Sinks {
  axTraces: { ended(ended: WorkflowEnded): void };
}

/**
 * Passes the trace that a workflow was started in on to what it starts, and tells the worker of its end, which makes the
 * span. It waits for nothing and uses no randomness, so commands and values are the same with traces and without. A
 * workflow that was started outside of a trace adds nothing to its history.
 */
export const interceptors: WorkflowInterceptorsFactory = () => {
  let started: TraceContext | null = null;
  const below = <Input extends { headers: Headers }>(input: Input): Input => ({
    ...input,
    headers: withTrace(input.headers, started),
  });
  return {
    inbound: [
      {
        execute: (input, next) => {
          started = traceIn(input.headers);
          const ended = next(input);
          void ended.then(
            (result) => tell(started, 'completed', null, result),
            (error: unknown) => tellFailure(started, error),
          );
          return ended;
        },
      },
    ],
    outbound: [
      {
        scheduleActivity: (input, next) => next(below(input)),
        scheduleLocalActivity: (input, next) => next(below(input)),
        startChildWorkflowExecution: (input, next) => next(below(input)),
        continueAsNew: (input, next) => next(below(input)),
      },
    ],
  };
};

/** Below the span of this workflow, if it was started in a trace. */
function withTrace(headers: Headers, started: TraceContext | null): Headers {
  const own = idsOfExecution(workflowInfo().runId);
  if (started === null || own === null) return headers;
  const traceparent = traceparentOf({ ...started, spanId: own.spanId });
  return { ...headers, [TRACE_HEADER]: defaultPayloadConverter.toPayload({ traceparent }) };
}

/** What another program wrote there may be anything. */
function traceIn({ [TRACE_HEADER]: payload }: Headers): TraceContext | null {
  try {
    const carrier =
      payload === undefined ? null : defaultPayloadConverter.fromPayload<{ traceparent?: unknown }>(payload);
    return traceContextOf(carrier?.traceparent);
  } catch {
    return null;
  }
}

function tell(
  started: TraceContext | null,
  end: WorkflowEnd,
  failure: string | null,
  result?: unknown,
): void {
  // The SDK would drop it, but complain where there is no such sink, as in a replay of exported histories.
  if (workflowInfo().unsafe.isReplayingHistoryEvents) return;
  proxySinks<TraceSinks>().axTraces.ended({
    traceparent: started === null ? null : traceparentOf(started),
    end,
    failure,
    endedMs: Date.now(),
    ...taskAndRunOf(result),
  });
}

/** Any other error fails only the workflow task, which is tried again. */
function tellFailure(started: TraceContext | null, error: unknown): void {
  if (error instanceof ContinueAsNew) tell(started, 'continued-as-new', null);
  else if (isCancellation(error)) tell(started, 'cancelled', null);
  else if (error instanceof TemporalFailure) tell(started, 'failed', typeOf(error));
}

const typeOf = (error: TemporalFailure): string =>
  error instanceof ApplicationFailure ? (error.type ?? error.name) : error.name;
