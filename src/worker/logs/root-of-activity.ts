import { defaultPayloadConverter } from '@temporalio/common';
import type { Headers } from '@temporalio/common';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { ROOT_HEADER, rootIn } from '../../model/temporal/root-header.js';
import type { RootExecution } from '../../model/temporal/root-header.js';

/** Says in each log line of an activity which workflow somebody started: `rootWorkflowId`. */
export const rootInLogs: ActivityInterceptorsFactory = ({ info }) => {
  let rootWorkflowId = info.workflowExecution?.workflowId;
  return {
    inbound: {
      execute: (input, next) => {
        rootWorkflowId = rootOf(input.headers)?.workflowId ?? rootWorkflowId;
        return next(input);
      },
    },
    outbound: { getLogAttributes: (attributes, next) => next({ ...attributes, rootWorkflowId }) },
  };
};

/** What {@link ROOT_HEADER} says; null if it says nothing that can be read. */
function rootOf({ [ROOT_HEADER]: payload }: Headers): RootExecution | null {
  try {
    return payload === undefined ? null : rootIn(defaultPayloadConverter.fromPayload(payload));
  } catch {
    return null;
  }
}
