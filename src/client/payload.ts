import { WorkflowClient, defaultPayloadConverter } from '@temporalio/client';
import type {
  Client,
  DataConverter,
  WorkflowExecutionDescription,
  WorkflowExecutionInfo,
} from '@temporalio/client';
import type { Payload, ProtoFailure } from '@temporalio/common';

/** A payload of a raw answer, decoded as the client decodes everything; null where there is none. */
export async function readPayload(client: Client, payload: Payload | null | undefined): Promise<unknown> {
  if (payload === null || payload === undefined) return null;
  const { payloadCodecs, payloadConverter } = client.options.loadedDataConverter;
  let decoded = [payload];
  for (const codec of payloadCodecs.toReversed()) decoded = await codec.decode(decoded);
  const [first] = decoded;
  return first === undefined ? null : payloadConverter.fromPayload<unknown>(first);
}

/** The message of a failure in a raw answer, also of one that was encrypted; null where there is none. */
export async function readFailureMessage(
  client: Client,
  failure: ProtoFailure | null | undefined,
): Promise<string | null> {
  const encoded = await readPayload(client, failure?.encodedAttributes);
  const { message } = (encoded ?? failure ?? {}) as { message?: unknown };
  return typeof message === 'string' && message !== '' ? message : null;
}

/** The input with which a workflow was started: it is in the first event of its history. */
export async function readInput<Input>(
  client: Client,
  { workflowId, runId }: Pick<WorkflowExecutionDescription, 'workflowId' | 'runId'>,
): Promise<Input> {
  const { history } = await client.workflowService.getWorkflowExecutionHistory({
    namespace: client.options.namespace,
    execution: { workflowId, runId },
    maximumPageSize: 1,
  });
  const start = history?.events?.[0]?.workflowExecutionStartedEventAttributes;
  return (await readPayload(client, start?.input?.payloads?.[0])) as Input;
}

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
