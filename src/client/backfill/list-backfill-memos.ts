import { WorkflowClient, defaultPayloadConverter } from '@temporalio/client';
import type { Client, DataConverter, WorkflowExecutionInfo } from '@temporalio/client';
import type { Payload, PayloadCodec } from '@temporalio/common';
import type { BackfillSnapshot } from '../../model/temporal/workflow-snapshot.js';
import { backfillOf } from '../observe/describe-backfill.js';

export interface ListedBackfill {
  execution: WorkflowExecutionInfo;
  backfill: BackfillSnapshot;
  /** False: a memo is encrypted with a key that is not here, and is told as if it were not there. */
  isReadable: boolean;
}

/** Backfills of a query with what their memos say, newest first. */
export async function* listBackfillMemos(
  { connection, options }: Client,
  query: string,
): AsyncIterable<ListedBackfill> {
  const { payloadCodecs } = options.loadedDataConverter;
  const dataConverter: DataConverter = { payloadCodecs: [leniently(payloadCodecs)] };
  const client = new WorkflowClient({ connection, namespace: options.namespace, dataConverter });
  for await (const execution of client.list({ query }))
    yield {
      execution,
      backfill: backfillOf(execution.memo),
      isReadable: !Object.values(execution.memo ?? {}).includes(null),
    };
}

/** A memo that is encrypted with a key that is not here takes no backfill out of the list. */
const leniently = (codecs: readonly PayloadCodec[]): PayloadCodec => ({
  encode: (payloads) => Promise.resolve(payloads),
  decode: (payloads) => Promise.all(payloads.map((payload) => decodeIfPossible(codecs, payload))),
});

async function decodeIfPossible(codecs: readonly PayloadCodec[], payload: Payload): Promise<Payload> {
  try {
    let decoded = [payload];
    for (const codec of codecs.toReversed()) decoded = await codec.decode(decoded);
    return decoded[0] ?? payload;
  } catch {
    return defaultPayloadConverter.toPayload(null);
  }
}
