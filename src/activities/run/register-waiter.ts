import type { Client } from '@temporalio/client';
import { REGISTER_SIGNAL } from '../../model/run/watch/waiter.js';
import type { Waiter } from '../../model/run/watch/waiter.js';
import type { Watcher } from '../../model/run/watch/watch-memory.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';

/** Registers waiters with the watcher of their task. */
export type RegisterWaiter = (client: Client, watcher: Watcher, waiter: Waiter) => Promise<void>;

/** Waiters that come so soon after each other are one signal. */
const GATHER_MS = 50;

/** Gathers the waiters that register at about the same time. */
export function newRegister(): RegisterWaiter {
  const gathered = new Map<string, { waiters: Waiter[]; sent: Promise<void> }>();
  return (client, watcher, waiter) => {
    const open = gathered.get(watcher.workflowId);
    if (open !== undefined) {
      open.waiters.push(waiter);
      return open.sent;
    }
    const waiters = [waiter];
    const sent = new Promise((resolve) => setTimeout(resolve, GATHER_MS)).then(() => {
      gathered.delete(watcher.workflowId);
      return registerWaiters(client, watcher, waiters);
    });
    gathered.set(watcher.workflowId, { waiters, sent });
    return sent;
  };
}

/** Sends waiters to their watcher. One that knows them already changes nothing but their times. */
export async function registerWaiters(
  client: Client,
  { workflowId, taskQueue, taskId }: Watcher,
  waiters: readonly Waiter[],
): Promise<void> {
  await client.workflow.signalWithStart(WORKFLOWS.watchTask, {
    workflowId,
    taskQueue,
    args: [{ taskId }],
    signal: REGISTER_SIGNAL,
    signalArgs: [waiters],
    staticSummary: 'looks after the runs of a task for many waits',
  });
}
