import { defaultPayloadConverter } from '@temporalio/common';
import type { Headers } from '@temporalio/common';
import { workflowInfo } from '@temporalio/workflow';
import type { WorkflowInterceptorsFactory, WorkflowOutboundCallsInterceptor } from '@temporalio/workflow';
import { ROOT_HEADER } from '../model/temporal/root-header.js';

/**
 * Says in each log line of a workflow, and to the activities of a child, which workflow somebody started: `rootWorkflowId`.
 * It waits for nothing, so commands keep their order, and a worker without it replays the same histories.
 */
export const interceptors: WorkflowInterceptorsFactory = () => ({ outbound: [root] });

const root: WorkflowOutboundCallsInterceptor = {
  getLogAttributes: (attributes, next) => next({ ...attributes, rootWorkflowId: rootWorkflowId() }),
  scheduleActivity: (input, next) => next({ ...input, headers: withRoot(input.headers) }),
  scheduleLocalActivity: (input, next) => next({ ...input, headers: withRoot(input.headers) }),
};

const rootWorkflowId = (): string => (workflowInfo().root ?? workflowInfo()).workflowId;

function withRoot(headers: Headers): Headers {
  const { root: execution } = workflowInfo();
  return execution === undefined
    ? headers
    : { ...headers, [ROOT_HEADER]: defaultPayloadConverter.toPayload(execution) };
}
