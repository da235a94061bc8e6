import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import type { Stack } from '../stack/stack.js';
import { inLanes } from './in-lanes.js';

export type HistoryEvent = NonNullable<Awaited<ReturnType<WorkflowHandle['fetchHistory']>>['events']>[number];

/** One execution and its events. */
export interface History {
  readonly workflowId: string;
  readonly runId: string;
  readonly type: string;
  readonly events: readonly HistoryEvent[];
}

const LIST_AGAIN_MS = 300;
const AT_ONCE = 20;

/** The executions of a queue by their Temporal run IDs, once Temporal's list no longer changes. */
export async function listExecutions(
  { temporal }: Stack,
  queue: string,
): Promise<ReadonlyMap<string, string>> {
  for (let before: string | null = null; ;) {
    const found = new Map<string, string>();
    const states: string[] = [];
    for await (const one of temporal.client.workflow.list({ query: `TaskQueue = "${queue}"` })) {
      found.set(one.runId, one.workflowId);
      states.push(`${one.runId} ${one.status.name}`);
    }
    const now: string = states.sort().join();
    if (now === before) return found;
    before = now;
    await sleep(LIST_AGAIN_MS);
  }
}

/** The histories of all executions of a queue but those that are known already, by their Temporal run IDs. */
export async function readHistories(
  stack: Stack,
  queue: string,
  known: ReadonlyMap<string, string> = new Map(),
): Promise<readonly History[]> {
  const fresh = [...(await listExecutions(stack, queue))].filter(([runId]) => !known.has(runId));
  const histories: History[] = [];
  await inLanes(fresh.length, AT_ONCE, async (nth) => {
    const [runId = '', workflowId = ''] = fresh[nth] ?? [];
    const { events } = await stack.temporal.client.workflow.getHandle(workflowId, runId).fetchHistory();
    const type = events?.[0]?.workflowExecutionStartedEventAttributes?.workflowType?.name ?? '';
    histories.push({ workflowId, runId, type, events: events ?? [] });
  });
  return histories;
}

export const eventsIn = (histories: readonly History[]): number =>
  histories.reduce((sum, { events }) => sum + events.length, 0);
