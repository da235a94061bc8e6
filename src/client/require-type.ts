import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import { WORKFLOWS } from '../model/temporal/workflow-types.js';
import { WorkflowEndedError, WrongWorkflowTypeError } from './errors.js';

/** What takes requests while it runs. */
export type Controllable = 'pipeline' | 'backfill';

const TYPE_OF: Readonly<Record<Controllable, string>> = {
  pipeline: WORKFLOWS.runPipeline,
  backfill: WORKFLOWS.runBackfill,
};

/**
 * Describes a pipeline or a backfill (whichever of `kinds` it is) that is running.
 * @throws {@link WrongWorkflowTypeError}, {@link WorkflowEndedError}; Temporal's `WorkflowNotFoundError`
 */
export async function describeRunning(
  client: Client,
  workflowId: string,
  ...kinds: readonly [Controllable, ...Controllable[]]
): Promise<WorkflowExecutionDescription> {
  const description = await client.workflow.getHandle(workflowId).describe();
  const kind = requireType(description, ...kinds);
  const { status } = description;
  if (status.name !== 'RUNNING') throw new WorkflowEndedError(workflowId, status.name, kind);
  return description;
}

/**
 * Which of these kinds a workflow is.
 * @throws {@link WrongWorkflowTypeError} if it is none of them
 */
export function requireType(
  { workflowId, type }: Pick<WorkflowExecutionDescription, 'workflowId' | 'type'>,
  ...kinds: readonly [Controllable, ...Controllable[]]
): Controllable {
  const found = kinds.find((kind) => TYPE_OF[kind] === type);
  if (found === undefined) throw new WrongWorkflowTypeError(workflowId, type, kinds[0]);
  return found;
}
