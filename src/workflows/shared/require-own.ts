import { workflowInfo } from '@temporalio/workflow';
import { failure } from './failures.js';

/**
 * Fails as `InvalidInput` where a workflow that is nothing but a workflow is called as a function in another one: its id,
 * memo and messages would be its caller's.
 */
export function requireOwn(workflow: string): void {
  const { workflowType } = workflowInfo();
  if (workflowType === workflow) return;
  throw failure(
    'InvalidInput',
    `${workflow} cannot be called in the workflow ${workflowType}: start it as a workflow of its own`,
  );
}
