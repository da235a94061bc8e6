import { ROOT_CONTEXT } from '@opentelemetry/api';
import type { Tracer } from '@opentelemetry/api';
import type { WorkflowInfo } from '@temporalio/workflow';
import { idsOfExecution, traceContextOf } from '../model/temporal/trace-context.js';
import type { TraceContext, WorkflowEnded } from '../model/temporal/trace-context.js';
import { withIds } from './execution-ids.js';
import { below, endSpan, isSampled, known } from './spans.js';

/** Makes the span of an execution that has ended. Its activities and children have named it before. */
export function traceWorkflow(tracer: Tracer, info: WorkflowInfo, ended: WorkflowEnded): void {
  const own = idsOfExecution(info.runId);
  if (own === null) return;
  const parent = traceContextOf(ended.traceparent) ?? parentExecution(tracer, info);
  const attributes = known({
    'temporal.workflow.id': info.workflowId,
    'temporal.workflow.run_id': info.runId,
    'temporal.workflow.type': info.workflowType,
    'temporal.workflow.end': ended.end,
    'ax.task.id': ended.taskId,
    'ax.run.id': ended.axRunId,
  });
  const options = { attributes, startTime: info.runStartTime, root: parent === null };
  const span = withIds({ traceId: parent?.traceId ?? own.traceId, spanId: own.spanId }, () =>
    tracer.startSpan(
      `RunWorkflow:${info.workflowType}`,
      options,
      parent === null ? ROOT_CONTEXT : below(parent),
    ),
  );
  endSpan(span, ended.end === 'failed' ? (ended.failure ?? 'Error') : null, ended.endedMs);
}

/** Of a child whose root was started outside of a trace. */
function parentExecution(tracer: Tracer, { root, parent }: WorkflowInfo): TraceContext | null {
  const [trace, span] = [idsOfExecution(root?.runId ?? ''), idsOfExecution(parent?.runId ?? '')];
  if (trace === null || span === null) return null;
  return { traceId: trace.traceId, spanId: span.spanId, isSampled: isSampled(tracer, trace) };
}
