import { log } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { waiterKey } from '../../model/run/watch/waiter.js';
import type { WaitOver } from '../../model/run/watch/watch-look.js';

/** Waits that are ended at once. */
const AT_ONCE = 10;

/**
 * Ends waits: completes the activity of each, which needs no worker, with its result. Returns the keys of those that are
 * over, including those that had ended before. A later look tells the others.
 */
export async function tellWaiters(client: Client, over: readonly WaitOver[]): Promise<string[]> {
  const told: string[] = [];
  const queue = [...over];
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift())
      if (await tell(client, next)) told.push(waiterKey(next.waiter));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return told;
}

async function tell(client: Client, { waiter, result }: WaitOver): Promise<boolean> {
  const { workflowId, executionId, activityId } = waiter;
  const line = { waitingWorkflowId: workflowId, axRunId: waiter.runId };
  try {
    await client.activity.complete({ workflowId, runId: executionId, activityId }, result);
    log.debug('a wait was told the end of its run', line);
    return true;
  } catch (error) {
    // It was cancelled, reset or terminated, or has seen the end itself.
    if (error instanceof Error && error.name === 'ActivityNotFoundError') return true;
    log.warn('a wait could not be told the end of its run', { ...line, error: String(error) });
    return false;
  }
}
