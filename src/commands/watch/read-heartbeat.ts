import type { Client } from '@temporalio/client';
import type { Payload } from '@temporalio/common';

/** The first heartbeat detail of an activity, decoded as the client decodes everything; null where there is none. */
export async function readHeartbeat(
  client: Client,
  payloads: readonly Payload[] | null | undefined,
): Promise<unknown> {
  const { payloadCodecs, payloadConverter } = client.options.loadedDataConverter;
  let decoded = [...(payloads ?? [])];
  for (const codec of payloadCodecs) decoded = await codec.decode(decoded);
  const [first] = decoded;
  return first === undefined ? null : payloadConverter.fromPayload<unknown>(first);
}
