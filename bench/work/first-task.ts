import type { WorkflowHandle } from '@temporalio/client';
import { waitFor } from '../../test/faults/wait-for.js';

const LIMIT_MS = 60_000;

/** When a worker took the first task of a workflow, by the server's clock, in milliseconds since 1970. */
export async function firstTaskAt(handle: WorkflowHandle): Promise<number> {
  let takenMs: number | null = null;
  await waitFor(async () => {
    const { events } = await handle.fetchHistory();
    const taken = events?.find(({ workflowTaskStartedEventAttributes: task }) => Boolean(task));
    const { seconds = null, nanos = null } = taken?.eventTime ?? {};
    if (seconds !== null) takenMs = Number(seconds) * 1000 + (nanos ?? 0) / 1e6;
    return takenMs !== null;
  }, LIMIT_MS);
  if (takenMs === null) throw new Error(`${handle.workflowId} was not taken within ${LIMIT_MS} ms`);
  return takenMs;
}
