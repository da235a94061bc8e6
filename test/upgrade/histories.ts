import type { Client, WorkflowHandle } from '@temporalio/client';

type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;
type Event = NonNullable<History['events']>[number];

/** The events of all workflows that a query finds. */
async function eventsOf(client: Client, query: string): Promise<Event[]> {
  const events: Event[] = [];
  for await (const { workflowId, runId } of client.workflow.list({ query }))
    events.push(...((await client.workflow.getHandle(workflowId, runId).fetchHistory()).events ?? []));
  return events;
}

/** Who completed workflow tasks of workflows of a type: `PID@HOST`. */
export async function whoServed(client: Client, type: string): Promise<ReadonlySet<string>> {
  const events = await eventsOf(client, `WorkflowType = "${type}"`);
  return new Set(events.flatMap((event) => event.workflowTaskCompletedEventAttributes?.identity ?? []));
}

/** The messages of workflow tasks that a worker could not do. */
export async function failedTasks(client: Client): Promise<readonly string[]> {
  const events = await eventsOf(client, 'ExecutionStatus = "Running"');
  return events.flatMap((event) => event.workflowTaskFailedEventAttributes?.failure?.message ?? []);
}

/** The versions that completed a workflow's tasks, in order, each once. */
export async function versionsOf(client: Client, workflowId: string): Promise<readonly string[]> {
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  const ids = (events ?? []).flatMap(
    (event) => event.workflowTaskCompletedEventAttributes?.deploymentVersion?.buildId ?? [],
  );
  return [...new Set(ids)];
}

/** How workflows of our types chose their versions, by Temporal's names; those that have had no task are left out. */
export async function behaviours(client: Client): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  for await (const { workflowId, runId, type } of client.workflow.list()) {
    const { raw } = await client.workflow.getHandle(workflowId, runId).describe();
    const behaviour = Number(raw.workflowExecutionInfo?.versioningInfo?.behavior ?? 0);
    if (!type.startsWith('temporal-sys-') && behaviour !== 0)
      found[type] = NAMES[behaviour] ?? String(behaviour);
  }
  return found;
}

const NAMES = ['UNSPECIFIED', 'PINNED', 'AUTO_UPGRADE'];
