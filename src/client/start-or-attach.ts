import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { Client, WorkflowHandle, WorkflowStartOptions } from '@temporalio/client';
import { DEFAULT_TASK_QUEUE } from '../model/temporal/names.js';
import { attributesAtStart, searchAttributePairs } from '../model/temporal/search-attributes.js';

/** Where and how something is started. */
export interface StartOptions {
  /** The queue of the worker; `ax-tasks` when absent. */
  taskQueue?: string;
  /** Sets the custom search attributes, which must exist in the namespace (`ax-tasks search-attributes create`). */
  hasSearchAttributes?: boolean;
}

type Start = Pick<WorkflowStartOptions, 'workflowIdReusePolicy' | 'staticSummary' | 'memo'> & {
  workflowId: string;
};

/** Starts a workflow, or attaches to the one of that id. */
export async function startOrAttach<Input extends object, Result>(
  client: Client,
  workflow: string,
  input: Input,
  { taskQueue = DEFAULT_TASK_QUEUE, hasSearchAttributes = false }: StartOptions,
  start: Start,
): Promise<WorkflowHandle<(input: Input) => Promise<Result>>> {
  type Started = (input: Input) => Promise<Result>;
  const values = hasSearchAttributes ? attributesAtStart(workflow, input) : null;
  const marks = values === null ? {} : { typedSearchAttributes: searchAttributePairs(values) };
  const given = values === null ? input : { ...input, hasSearchAttributes };
  try {
    await client.workflow.start(workflow, {
      ...start,
      ...marks,
      taskQueue,
      args: [given],
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
  } catch (error) {
    // It ended before, and its intent is not to be run twice: its result is the answer.
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
  return client.workflow.getHandle<Started>(start.workflowId);
}
