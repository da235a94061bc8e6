import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import type { Payload, ProtoFailure } from '@temporalio/common';

/** What knows how to decode: a client of Temporal, or one of its parts. */
type Decoder = { readonly options: Pick<Client['options'], 'loadedDataConverter'> };

/** A payload of a raw answer, decoded as the client decodes everything; null where there is none. */
export async function readPayload(client: Decoder, payload: Payload | null | undefined): Promise<unknown> {
  if (payload === null || payload === undefined) return null;
  const { payloadCodecs, payloadConverter } = client.options.loadedDataConverter;
  let decoded = [payload];
  for (const codec of payloadCodecs.toReversed()) decoded = await codec.decode(decoded);
  const [first] = decoded;
  return first === undefined ? null : payloadConverter.fromPayload<unknown>(first);
}

/** The message of a failure in a raw answer, also of one that was encrypted; null where there is none. */
export async function readFailureMessage(
  client: Decoder,
  failure: ProtoFailure | null | undefined,
): Promise<string | null> {
  const encoded = await readPayload(client, failure?.encodedAttributes);
  const { message } = (encoded ?? failure ?? {}) as { message?: unknown };
  return typeof message === 'string' && message !== '' ? message : null;
}

/** The input of a workflow, from the first event of its history. */
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
