import { WorkflowClient, defaultPayloadConverter } from '@temporalio/client';
import type { Client, DataConverter, WorkflowExecutionInfo } from '@temporalio/client';

/** Decodes no payload: a memo that is encrypted with a key that is missing here takes no workflow out of a list. */
export const UNREAD: DataConverter = {
  payloadCodecs: [
    {
      encode: (payloads) => Promise.resolve(payloads),
      decode: (payloads) => Promise.resolve(payloads.map(() => defaultPayloadConverter.toPayload(null))),
    },
  ],
};

/** The workflows of a query, newest first, without their memos. */
export const listUnread = (
  { connection, options: { namespace } }: Client,
  query: string,
  pageSize?: number,
): AsyncIterable<WorkflowExecutionInfo> =>
  new WorkflowClient({ connection, namespace, dataConverter: UNREAD }).list({
    query,
    ...(pageSize === undefined ? {} : { pageSize }),
  });

/** Temporal's own spelling in queries. */
const STATUS_IN_QUERY: Readonly<Record<string, string>> = {
  RUNNING: 'Running',
  COMPLETED: 'Completed',
  FAILED: 'Failed',
  CANCELLED: 'Canceled',
  TERMINATED: 'Terminated',
  TIMED_OUT: 'TimedOut',
};

/** Narrows a query to a status; empty if there is none. */
export const statusClause = (status: string | undefined): string =>
  status === undefined ? '' : ` AND ExecutionStatus = '${STATUS_IN_QUERY[status]}'`;
