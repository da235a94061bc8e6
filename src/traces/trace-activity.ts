import type { Context, Info } from '@temporalio/activity';
import { ApplicationFailure, ApplicationFailureCategory, defaultPayloadConverter } from '@temporalio/common';
import type { Headers } from '@temporalio/common';
import type { Attributes, Span, Tracer } from '@opentelemetry/api';
import type { ActivityExecuteInput } from '@temporalio/worker';
import { ROOT_HEADER, rootIn } from '../model/temporal/root-header.js';
import {
  TRACE_HEADER,
  idsOfExecution,
  taskAndRunOf,
  traceContextOf,
} from '../model/temporal/trace-context.js';
import type { TraceContext } from '../model/temporal/trace-context.js';
import { below, endSpan, isSampled, known } from './spans.js';

/** Runs one attempt of an activity in a span of its own, which `spans` has meanwhile. */
export async function traceActivity(
  tracer: Tracer,
  spans: WeakMap<Context, Span>,
  context: Context,
  { args, headers }: ActivityExecuteInput,
  run: () => Promise<unknown>,
): Promise<unknown> {
  const { info } = context;
  const parent = parentOf(tracer, info, headers);
  if (parent === null) return run();
  const attributes = known({
    'temporal.workflow.id': info.workflowExecution?.workflowId,
    'temporal.workflow.run_id': info.workflowExecution?.runId,
    'temporal.workflow.type': info.workflowType,
    'temporal.activity.id': info.activityId,
    'temporal.activity.type': info.activityType,
    'temporal.activity.attempt': info.attempt,
  });
  const span = tracer.startSpan(`RunActivity:${info.activityType}`, { attributes }, below(parent));
  spans.set(context, span);
  try {
    const result = await run();
    span.setAttributes(aboutOf(args[0], result));
    endSpan(span, null);
    return result;
  } catch (error) {
    span.setAttributes(aboutOf(args[0]));
    endSpan(span, failureOf(error));
    throw error;
  }
}

function aboutOf(...values: unknown[]): Attributes {
  const { taskId, axRunId } = taskAndRunOf(...values);
  return known({ 'ax.task.id': taskId, 'ax.run.id': axRunId });
}

/** What is benign, such as a look that found a run still running, is no failure. */
function failureOf(error: unknown): string | null {
  if (!(error instanceof ApplicationFailure)) return error instanceof Error ? error.name : 'Error';
  return error.category === ApplicationFailureCategory.BENIGN ? null : (error.type ?? error.name);
}

/** The workflow's span: of the trace that it was started in, or of its root's own. */
function parentOf(tracer: Tracer, { workflowExecution }: Info, headers: Headers): TraceContext | null {
  const carrier = decoded(headers[TRACE_HEADER]) as { traceparent?: unknown } | null;
  const given = traceContextOf(carrier?.traceparent);
  if (given !== null) return given;
  const own = idsOfExecution(workflowExecution?.runId ?? '');
  const root = idsOfExecution(rootIn(decoded(headers[ROOT_HEADER]))?.runId ?? workflowExecution?.runId ?? '');
  if (own === null || root === null) return null;
  return { traceId: root.traceId, spanId: own.spanId, isSampled: isSampled(tracer, root) };
}

function decoded(payload: Headers[string] | undefined): unknown {
  try {
    return payload === undefined ? null : defaultPayloadConverter.fromPayload(payload);
  } catch {
    return null;
  }
}
