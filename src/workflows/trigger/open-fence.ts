import type { ReadFenceRequest } from '../../model/run/trigger/opened-trigger.js';
import { isCancellation, workflowInfo } from '@temporalio/workflow';
import type { OpenedFence } from '../../model/run/unresolved.js';
import { local, steady } from '../shared/activities.js';

/**
 * Reads the fence as a local activity, or where its one short attempt fails as an ordinary one (design/trigger-once.md, step 3).
 * The options are those of the request.
 */
export async function openFence(
  taskId: string,
  options: Omit<ReadFenceRequest, 'taskId' | 'originalRunId'> = {},
): Promise<OpenedFence> {
  const request = { taskId, originalRunId: workflowInfo().originalExecutionRunId, ...options };
  try {
    return await local.readFence(request);
  } catch (error) {
    if (isCancellation(error)) throw error;
    return steady.readFence(request);
  }
}
