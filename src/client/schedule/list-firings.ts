import type { Client, WorkflowExecutionInfo, WorkflowHandle } from '@temporalio/client';
import type { Firing } from '../../model/schedule/schedule-misses.js';
import { toUtc } from '../../model/time/window.js';
import { listUnread } from '../list.js';
import { describeQueue } from '../../temporal/queue-status.js';
import { inParallel } from '../in-parallel.js';
import { gapOf } from '../worker-gap.js';
import { RESULT_MEMO } from '../../model/temporal/memos.js';
import type { FiringResult } from '../../model/schedule/firing.js';
import type { FiringSummary } from '../../model/schedule/schedule-report.js';

const AT_ONCE = 8;
const PAGE = 1000;

/** The firings of a schedule that stand for times from an instant on, or were open after it; the oldest first. */
export async function listFirings(client: Client, scheduleId: string, fromMs: number): Promise<Firing[]> {
  const from = `'${toUtc(fromMs)}'`;
  const period = `TemporalScheduledStartTime >= ${from} OR CloseTime >= ${from} OR ExecutionStatus = 'Running'`;
  const firings = await collect(client, `${by(scheduleId)} AND (${period})`);
  return firings.sort((a, b) => a.nominalMs - b.nominalMs || a.startedMs - b.startedMs);
}

/** The firings of a schedule that were started last, the newest first; of one that went on in new executions the last. */
const newestFirings = (client: Client, scheduleId: string, count: number): Promise<Firing[]> =>
  collect(client, `${by(scheduleId)} AND ExecutionStatus != 'ContinuedAsNew'`, count);

const by = (scheduleId: string): string => `TemporalScheduledById = '${scheduleId}'`;

async function collect(client: Client, query: string, limit = Number.POSITIVE_INFINITY): Promise<Firing[]> {
  const firings: Firing[] = [];
  for await (const execution of listUnread(client, query, Math.min(limit, PAGE))) {
    firings.push(firingOf(execution));
    if (firings.length >= limit) break;
  }
  const isPolled = pollCheck(client);
  // Only a running firing can wait for a worker.
  const open = firings.filter(({ closedMs }) => closedMs === null);
  await inParallel(AT_ONCE, open, async (firing) => {
    const { raw, taskQueue } = await client.workflow.getHandle(firing.workflowId).describe();
    const isFirst = Number(raw.workflowExecutionInfo?.historyLength ?? 0) <= 2;
    const isWaiting = isFirst && (raw.pendingWorkflowTask ?? null) !== null;
    // One that was taken, and waits for its runs, has nothing due that would show that its worker is gone.
    if (isWaiting || !(await isPolled(taskQueue))) firing.untakenQueue = taskQueue;
  });
  return firings;
}

/** Whether a live worker polls a task queue for all that a firing needs; each queue is asked for once. */
function pollCheck(client: Client): (taskQueue: string) => Promise<boolean> {
  const known = new Map<string, Promise<boolean>>();
  return (taskQueue) => {
    const answer =
      known.get(taskQueue) ?? describeQueue(client, taskQueue).then((queue) => gapOf(queue) === null);
    known.set(taskQueue, answer);
    return answer;
  };
}

function firingOf({
  workflowId,
  status,
  startTime,
  closeTime,
  searchAttributes,
}: WorkflowExecutionInfo): Firing {
  const [nominal] = (searchAttributes['TemporalScheduledStartTime'] ?? []) as unknown[];
  return {
    workflowId,
    nominalMs: nominal instanceof Date ? nominal.getTime() : Date.parse(String(nominal)),
    startedMs: startTime.getTime(),
    closedMs: closeTime?.getTime() ?? null,
    state: STATE[status.name] ?? 'failed',
    untakenQueue: null,
  };
}

// A firing whose verdict is not good fails.
const STATE: Readonly<Record<string, Firing['state']>> = {
  RUNNING: 'running',
  CONTINUED_AS_NEW: 'running',
  COMPLETED: 'good',
  CANCELLED: 'cancelled',
};

/** The newest firings of a schedule with what became of their windows, the newest first. */
export async function lastFirings(
  client: Client,
  scheduleId: string,
  count: number,
): Promise<FiringSummary[]> {
  const firings = await newestFirings(client, scheduleId, count);
  return inParallel(AT_ONCE, firings, async (firing) => ({
    workflowId: firing.workflowId,
    nominalAt: toUtc(firing.nominalMs),
    startedAt: toUtc(firing.startedMs),
    closedAt: firing.closedMs === null ? null : toUtc(firing.closedMs),
    state: firing.untakenQueue !== null ? 'untaken' : firing.state,
    result: await resultOf(client, firing),
  }));
}

/** Null while it runs, or if it left none, as a terminated firing does. */
async function resultOf(client: Client, { workflowId, state }: Firing): Promise<FiringResult | null> {
  if (state === 'running') return null;
  const handle: WorkflowHandle<() => Promise<FiringResult>> = client.workflow.getHandle(workflowId);
  const { memo } = await handle.describe();
  const kept = memo?.[RESULT_MEMO] as FiringResult | undefined;
  if (kept !== undefined) return kept;
  return state === 'good' ? handle.result() : null;
}
