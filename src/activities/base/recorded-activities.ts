import type { Client } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import type { History } from '@temporalio/common/lib/proto-utils.js';
import { decodeArrayFromPayloads } from '@temporalio/common/lib/internal-non-workflow/index.js';

/** An activity in the history of a workflow. */
export interface RecordedActivity {
  name: string;
  /** Its first argument. */
  input: unknown;
  /** Undefined: it has not ended, or it failed. */
  result: unknown;
}

/** The activities of these names in the history of an execution, in the order in which they were scheduled. */
export async function recordedActivities(
  client: Client,
  { workflowId, runId }: { workflowId: string; runId: string },
  names: readonly string[],
): Promise<RecordedActivity[]> {
  const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  const decode = async (payloads: Payloads): Promise<unknown> =>
    (await decodeArrayFromPayloads(client.options.loadedDataConverter, payloads ?? []))[0];
  const recorded = namedIn(events ?? [], names);
  return Promise.all(
    recorded.map(async ({ name, input, result }) => ({
      name,
      input: await decode(input),
      result: await decode(result),
    })),
  );
}

type HistoryEvents = NonNullable<History['events']>;
type Payloads = Payload[] | null | undefined;

function namedIn(
  events: HistoryEvents,
  names: readonly string[],
): { name: string; input: Payloads; result: Payloads }[] {
  const results = new Map(
    events.map(({ activityTaskCompletedEventAttributes: completed }) => [
      String(completed?.scheduledEventId),
      completed?.result?.payloads,
    ]),
  );
  return events.flatMap(({ eventId, activityTaskScheduledEventAttributes: scheduled }) => {
    const name = scheduled?.activityType?.name ?? '';
    if (!names.includes(name)) return [];
    return [{ name, input: scheduled?.input?.payloads, result: results.get(String(eventId)) }];
  });
}
