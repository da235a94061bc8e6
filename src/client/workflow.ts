import type { Client, WorkflowExecutionDescription, WorkflowHandle } from '@temporalio/client';
import { RESULT_MEMO } from '../model/temporal/memos.js';
import { WORKFLOWS } from '../model/temporal/workflow-types.js';
import { WorkflowEndedError, WrongWorkflowTypeError } from './errors.js';

/** Describes a workflow. @throws Temporal's `WorkflowNotFoundError` */
export const describeWorkflow = (client: Client, workflowId: string): Promise<WorkflowExecutionDescription> =>
  client.workflow.getHandle(workflowId).describe();

/** Describes a workflow, or one execution of it; null if Temporal knows none of that ID. */
export async function describeIfAny(
  client: Client,
  workflowId: string,
  executionId?: string,
): Promise<WorkflowExecutionDescription | null> {
  try {
    return await client.workflow.getHandle(workflowId, executionId).describe();
  } catch (error) {
    if (error instanceof Error && error.name === 'WorkflowNotFoundError') return null;
    throw error;
  }
}

/** Requests the cancellation of a workflow. */
export async function requestCancel(client: Client, workflowId: string): Promise<void> {
  await client.workflow.getHandle(workflowId).cancel();
}

/**
 * Waits for the result of a workflow, also of one that was cancelled: that one leaves it in its memo.
 * @throws Temporal's `WorkflowFailedError` if it has none; `cause` is why
 */
export async function resultOf<Input, Result>(
  handle: Pick<WorkflowHandle<(input: Input) => Promise<Result>>, 'result' | 'describe'>,
): Promise<Result> {
  try {
    return await handle.result();
  } catch (error) {
    const kept = (await handle.describe()).memo?.[RESULT_MEMO] as Result | undefined;
    if (kept === undefined) throw error;
    return kept;
  }
}

/** As {@link resultOf}, of a workflow's ID. */
export const readWorkflowResult = <Result>(
  client: Client,
  workflowId: string,
  executionId?: string,
): Promise<Result> => resultOf(client.workflow.getHandle<() => Promise<Result>>(workflowId, executionId));

/** What takes requests while it runs. */
export type Controllable = 'pipeline' | 'backfill';

const TYPE_OF: Readonly<Record<Controllable, string>> = {
  pipeline: WORKFLOWS.runPipeline,
  backfill: WORKFLOWS.runBackfill,
};

/**
 * Describes a pipeline or a backfill, whichever of `kinds` it is.
 * @throws {@link WrongWorkflowTypeError}; Temporal's `WorkflowNotFoundError`
 */
export async function openWorkflow<Input, Result>(
  client: Client,
  workflowId: string,
  ...kinds: readonly [Controllable, ...Controllable[]]
): Promise<{
  handle: WorkflowHandle<(input: Input) => Promise<Result>>;
  description: WorkflowExecutionDescription;
  kind: Controllable;
}> {
  const handle = client.workflow.getHandle<(input: Input) => Promise<Result>>(workflowId);
  const description = await handle.describe();
  const kind = kinds.find((each) => TYPE_OF[each] === description.type);
  if (kind === undefined) throw new WrongWorkflowTypeError(workflowId, description.type, kinds[0]);
  return { handle, description, kind };
}

/**
 * As {@link openWorkflow}, of one that is running.
 * @throws {@link WrongWorkflowTypeError}, {@link WorkflowEndedError}; Temporal's `WorkflowNotFoundError`
 */
export async function openRunning<Input, Result>(
  client: Client,
  workflowId: string,
  ...kinds: readonly [Controllable, ...Controllable[]]
): ReturnType<typeof openWorkflow<Input, Result>> {
  const opened = await openWorkflow<Input, Result>(client, workflowId, ...kinds);
  const { status } = opened.description;
  if (status.name !== 'RUNNING') throw new WorkflowEndedError(workflowId, status.name, opened.kind);
  return opened;
}
