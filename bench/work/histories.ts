import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import type { Stack } from '../stack/stack.js';
import { inLanes } from './in-lanes.js';

type HistoryEvent = NonNullable<Awaited<ReturnType<WorkflowHandle['fetchHistory']>>['events']>[number];

/** A workflow execution as Temporal's list has it. */
export interface Execution {
  readonly workflowId: string;
  readonly runId: string;
  readonly type: string;
  readonly isRunning: boolean;
  /** Milliseconds since 1970, by the server's clock; null while it runs. */
  readonly closedMs: number | null;
  /** In its history. */
  readonly events: number;
}

/** An execution with its events. */
export interface History extends Omit<Execution, 'events'> {
  readonly events: readonly HistoryEvent[];
}

const LIST_AGAIN_MS = 300;
const AT_ONCE = 20;

/** All executions of a queue, as the list has them now. */
export async function listNow({ temporal }: Stack, queue: string): Promise<readonly Execution[]> {
  const found: Execution[] = [];
  for await (const one of temporal.client.workflow.list({ query: `TaskQueue = "${queue}"` })) {
    const { workflowId, runId, type, status, closeTime, historyLength } = one;
    const closedMs = closeTime?.getTime() ?? null;
    const isRunning = status.name === 'RUNNING';
    found.push({ workflowId, runId, type, isRunning, closedMs, events: historyLength });
  }
  return found;
}

/** The same, once the list no longer changes: it may be behind. */
export async function listExecutions(stack: Stack, queue: string): Promise<readonly Execution[]> {
  for (let before: string | null = null; ;) {
    const found = await listNow(stack, queue);
    const now: string = found
      .map(({ runId, isRunning }) => `${runId} ${isRunning}`)
      .sort()
      .join();
    if (now === before) return found;
    before = now;
    await sleep(LIST_AGAIN_MS);
  }
}

export async function readHistories(
  { temporal }: Stack,
  executions: readonly Execution[],
): Promise<readonly History[]> {
  const histories: History[] = [];
  await inLanes(executions.length, AT_ONCE, async (nth) => {
    const execution = executions[nth];
    if (execution === undefined) return;
    const { workflowId, runId } = execution;
    const { events } = await temporal.client.workflow.getHandle(workflowId, runId).fetchHistory();
    histories.push({ ...execution, events: events ?? [] });
  });
  return histories;
}

export const eventsIn = (histories: readonly History[]): number =>
  histories.reduce((sum, { events }) => sum + events.length, 0);
