import type { Client } from '@temporalio/client';
import type { Waiter } from '../../model/run/watch/waiter.js';
import type { WatchMemory, Watcher, WatcherState } from '../../model/run/watch/watch-memory.js';
import { registerWaiters } from './register-waiter.js';

/** How often a process looks whether it has not heard of a watcher for too long. */
const CHECK_MS = 5000;

/** Registers the waiters of watchers again that were terminated, or have failed. */
export interface WatchGuard {
  /** Waiters that a watcher has lost. */
  restore(client: Client, watcher: Watcher, waiters: readonly Waiter[]): void;
  /** Keeps watch from now on, for as long as anything is remembered. */
  start(client: Client): void;
}

// Only an accelerator: a waiter of which nobody remembers anything looks by itself in time.
export function newWatchGuard(memory: WatchMemory): WatchGuard {
  let isStarted = false;
  const restore: WatchGuard['restore'] = (client, watcher, waiters) => {
    if (waiters.length > 0) void registerWaiters(client, watcher, waiters).catch(() => undefined);
  };
  const check = async (client: Client): Promise<void> => {
    for (const watcher of memory.silent(Date.now())) {
      const state = await stateOf(client, watcher);
      restore(client, watcher, memory.found(watcher.workflowId, state, Date.now()));
    }
  };
  return {
    restore,
    start(client) {
      if (isStarted) return;
      isStarted = true;
      setInterval(() => void check(client).catch(() => undefined), CHECK_MS).unref();
    },
  };
}

async function stateOf(client: Client, { workflowId }: Watcher): Promise<WatcherState | null> {
  const description = await client.workflow.getHandle(workflowId).describe().catch(nullIfUnknown);
  if (description === null) return null;
  return {
    isRunning: description.status.name === 'RUNNING',
    isCompleted: description.status.name === 'COMPLETED',
    firstExecutionId: description.raw.workflowExecutionInfo?.firstRunId ?? '',
  };
}

function nullIfUnknown(error: unknown): null {
  if (error instanceof Error && error.name === 'WorkflowNotFoundError') return null;
  throw error;
}
