import { WorkflowClient, defaultPayloadConverter } from '@temporalio/client';
import type { Client, DataConverter, WorkflowExecutionInfo } from '@temporalio/client';
import type { Payload, PayloadCodec } from '@temporalio/common';

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

/** The workflows of a query, newest first. What a memo holds that cannot be decrypted here is null. */
export const listReadable = (
  { connection, options: { namespace, loadedDataConverter } }: Client,
  query: string,
): AsyncIterable<WorkflowExecutionInfo> =>
  new WorkflowClient({
    connection,
    namespace,
    dataConverter: { payloadCodecs: [leniently(loadedDataConverter.payloadCodecs)] },
  }).list({ query });

/** What is encrypted with a key that is not here takes nothing out of a list. */
const leniently = (codecs: readonly PayloadCodec[]): PayloadCodec => ({
  encode: (payloads) => Promise.resolve(payloads),
  decode: (payloads) => Promise.all(payloads.map((payload) => decodeIfPossible(codecs, payload))),
});

async function decodeIfPossible(codecs: readonly PayloadCodec[], payload: Payload): Promise<Payload> {
  try {
    let decoded = [payload];
    for (const codec of codecs.toReversed()) decoded = await codec.decode(decoded);
    const [plain = payload] = decoded;
    // Throws if it is still encrypted, because no key is configured here at all.
    defaultPayloadConverter.fromPayload(plain);
    return plain;
  } catch {
    return defaultPayloadConverter.toPayload(null);
  }
}

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
