import { randomUUID } from 'node:crypto';
import { ApplicationFailure, WorkflowFailedError } from '@temporalio/client';
import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { NOTICE_MEMO } from '../../model/notification/delivery.js';
import type {
  Delivery,
  DeliverNoticeInput,
  DeliveryResult,
  ListedNotice,
  NoticeMemo,
} from '../../model/notification/delivery.js';
import { noticeMemo } from '../../model/notification/delivery-text.js';
import type { Notice } from '../../model/notification/notice.js';
import { DEFAULT_TASK_QUEUE, noticeWorkflowId } from '../../model/temporal/names.js';
import { PRIORITIES } from '../../model/temporal/priorities.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import type { WorkflowTypes } from '../../model/temporal/workflow-types.js';
import { listReadable } from '../list.js';
import { awaitOperation } from '../operation.js';
import type { AwaitOptions } from '../operation.js';
import type { StartOptions } from '../start.js';

/**
 * Sends a test to a receiver through a worker, once, and returns what the receiver said.
 * @throws {@link NoWorkerError}
 */
export async function testReceiver(
  client: Client,
  receiver: string,
  { taskQueue = DEFAULT_TASK_QUEUE, ...options }: AwaitOptions & Pick<StartOptions, 'taskQueue'> = {},
): Promise<Delivery | undefined> {
  const input: DeliverNoticeInput = { notice: testNotice(client, receiver), to: [receiver], once: true };
  const handle = await client.workflow.start<WorkflowTypes['deliverNotice']>(WORKFLOWS.deliverNotice, {
    workflowId: noticeWorkflowId(input.notice.id),
    taskQueue,
    args: [input],
    staticSummary: `test of the receiver ${receiver}`,
    memo: { [NOTICE_MEMO]: noticeMemo(input.notice, input.to) },
    priority: { priorityKey: PRIORITIES.interactive },
  });
  try {
    return (await awaitOperation(handle, options)).deliveries[0];
  } catch (error) {
    return resultIn(error).deliveries[0];
  }
}

function testNotice({ options: { namespace } }: Client, receiver: string): Notice {
  const id = `test-${randomUUID()}`;
  const workflow = { workflowId: noticeWorkflowId(id), runId: 'latest', namespace };
  return {
    id,
    kind: 'test',
    at: new Date().toISOString(),
    subject: { kind: 'run', name: 'test', ...workflow },
    title: `The receiver ${receiver} works`,
    evidence: [],
  };
}

/** What a delivery that failed says of itself. */
function resultIn(error: unknown): DeliveryResult {
  const cause = error instanceof WorkflowFailedError ? error.cause : undefined;
  const result = cause instanceof ApplicationFailure ? cause.details?.[0] : undefined;
  if (result === undefined || result === null) throw error;
  return result as DeliveryResult;
}

const STATES: Readonly<Record<string, ListedNotice['state']>> = {
  RUNNING: 'sending',
  COMPLETED: 'delivered',
  FAILED: 'undelivered',
};

/** The notices that Temporal retains, newest first; `isUndelivered`: those alone that did not reach all receivers. */
export async function* listNotices(
  client: Client,
  { isUndelivered = false }: { isUndelivered?: boolean } = {},
): AsyncIterable<ListedNotice> {
  const which = isUndelivered
    ? " AND ExecutionStatus IN ('Failed', 'Terminated', 'Canceled', 'TimedOut')"
    : '';
  const query = `WorkflowType = '${WORKFLOWS.deliverNotice}'${which}`;
  for await (const execution of listReadable(client, query)) yield listed(execution);
}

/** A memo that cannot be decrypted here leaves what Temporal itself knows. */
function listed({ workflowId, startTime, status, memo }: WorkflowExecutionInfo): ListedNotice {
  const kept = (memo?.[NOTICE_MEMO] ?? null) as NoticeMemo | null;
  return {
    workflowId,
    state: STATES[status.name] ?? 'stopped',
    at: kept?.at ?? startTime.toISOString(),
    kind: kept?.kind ?? null,
    subject: kept?.subject ?? null,
    title: kept?.title ?? null,
    to: kept?.to ?? [],
    deliveries: kept?.deliveries ?? [],
  };
}
