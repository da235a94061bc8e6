import { workflowInfo } from '@temporalio/workflow';
import { failure } from './failures.js';

/**
 * Fails as `InvalidInput` if a workflow that is nothing but a workflow is called as a function in another one: its id,
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

/**
 * Fails as `InvalidInput` if there is a problem with the workflow's input, which may come from any program. State that
 * the workflow carried to this execution (`resume`) is its own, so its contents are trusted.
 */
export function requireInput(workflow: string, problem: string | null): void {
  if (problem === null) return;
  throw failure(
    'InvalidInput',
    `${workflow} cannot start: ${problem}. Correct the input and start it again; nothing was sent to Arize AX`,
  );
}
