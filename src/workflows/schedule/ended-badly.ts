import { ChildWorkflowFailure, WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { isCancellation } from '@temporalio/workflow';
import { messageOf } from '../shared/failures.js';

/** Why a child has no result, for people. Whatever is no end of a child is thrown on: a cancel, or a failure of the firing's own. */
export function endedBadly(error: unknown): string {
  if (isCancellation(error)) throw error;
  if (error instanceof ChildWorkflowFailure) return messageOf(error);
  if (error instanceof WorkflowExecutionAlreadyStartedError) {
    return `a workflow ${error.workflowId} is running already`;
  }
  throw error;
}
