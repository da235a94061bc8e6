import { activityInfo, getClient, log } from '@temporalio/activity';
import type { AwaitRunsRequest } from '../../model/run/await-runs.js';
import { CROWD } from '../../model/run/watch/crowd.js';
import type { WaitProgress } from '../../model/run/progress.js';
import { shardOf, waiterOf } from '../../model/run/watch/waiter.js';
import type { Waiter, WaitingActivity } from '../../model/run/watch/waiter.js';
import { watchWorkflowId } from '../../model/temporal/names.js';
import type { AttemptClock } from '../base/attempt-clock.js';
import type { SharedWaits } from './shared-waits.js';

/** A wait that looks by itself counts for others a little longer than until its next look, in `delayMs`. */
const LATE_MS = 60_000;

/** The activity that this is an attempt of. */
export function ownActivity(): WaitingActivity {
  const { workflowExecution, activityId } = activityInfo();
  const { workflowId = '', runId = '' } = workflowExecution ?? {};
  return { workflowId, executionId: runId, activityId };
}

/**
 * Registers a wait with the watcher of its task, if many wait for runs of it, and returns the watcher's workflow ID. Null:
 * the wait looks by itself.
 */
export async function shareLooks(
  waits: SharedWaits,
  request: AwaitRunsRequest,
  progress: WaitProgress,
  clock: AttemptClock,
  delayMs: number,
): Promise<string | null> {
  const { taskId } = request;
  const waiter = waiterOf(ownActivity(), request, progress, clock);
  if (waiter === null || taskId === null) return null;
  waits.crowd.note(taskId, waiter.runId, Date.now() + delayMs + LATE_MS);
  const size = waits.crowd.sizeOf(taskId, Date.now());
  return size < CROWD ? null : register(waits, taskId, waiter, size);
}

async function register(
  { register, memory, guard }: SharedWaits,
  taskId: string,
  waiter: Waiter,
  size: number,
): Promise<string | null> {
  const { taskQueue } = activityInfo();
  const workflowId = watchWorkflowId(taskId, taskQueue, shardOf(waiter.runId, size));
  const watcher = { workflowId, taskQueue, taskId };
  try {
    await register(getClient(), watcher, waiter);
    memory.registered(watcher, waiter, Date.now());
    guard.start(getClient());
    return workflowId;
  } catch (error) {
    log.warn('a wait could not register with its watcher', { watcher: workflowId, error: String(error) });
    return null;
  }
}
