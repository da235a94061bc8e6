import { randomUUID } from 'node:crypto';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { WorkflowHandle, WorkflowIdReusePolicy, WorkflowStartOptions } from '@temporalio/client';
import { attributesAtStart, searchAttributePairs } from '../model/temporal/search-attributes.js';
import { requireSearchAttributes } from './require-search-attributes.js';
import { requireSize } from './require-size.js';
import type { Session } from '../commands/session/session.js';

/** Tells the start that made an execution from later ones that attached to it. */
const START_MEMO = 'start';

export interface StartRequest {
  workflow: string;
  workflowId: string;
  input: unknown;
  /** Whether the same workflow may be started again after it ended well, or only after it failed or was cancelled. */
  reuse: Extract<WorkflowIdReusePolicy, 'ALLOW_DUPLICATE' | 'ALLOW_DUPLICATE_FAILED_ONLY'>;
  /** One line for Temporal's web interface. */
  summary: string;
  memo?: Record<string, unknown>;
}

/** `running` and `finished`: the same workflow was there already, and this is it. */
export interface Started {
  handle: WorkflowHandle;
  how: 'started' | 'running' | 'finished';
}

/** Starts a workflow, or attaches to the one of that id: repeating a start never triggers twice. */
export async function startOrAttach(session: Session, request: StartRequest): Promise<Started> {
  const { workflow, workflowId, input, reuse, summary, memo } = request;
  requireSize(`The input of the ${summary}`, { input, memo });
  const token = randomUUID();
  try {
    await session.client.workflow.start(workflow, {
      workflowId,
      taskQueue: session.taskQueue,
      ...(await argumentsOf(session, request)),
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: reuse,
      staticSummary: summary,
      memo: { ...memo, [START_MEMO]: token },
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    return { handle: session.client.workflow.getHandle(workflowId), how: 'finished' };
  }
  const handle = session.client.workflow.getHandle(workflowId);
  const isOurs = (await handle.describe()).memo?.[START_MEMO] === token;
  return { handle, how: isOurs ? 'started' : 'running' };
}

/** The input, and the search attributes where they are switched on and the workflow is of a kind that sets them. */
async function argumentsOf(
  session: Session,
  { workflow, input }: StartRequest,
): Promise<Pick<WorkflowStartOptions, 'typedSearchAttributes'> & { args: [unknown] }> {
  const values = session.hasSearchAttributes ? attributesAtStart(workflow, input) : null;
  if (values === null) return { args: [input] };
  await requireSearchAttributes(session);
  return {
    args: [{ ...(input as object), hasSearchAttributes: true }],
    typedSearchAttributes: searchAttributePairs(values),
  };
}
