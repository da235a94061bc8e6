import { isCancellation, workflowInfo } from '@temporalio/workflow';
import type { OpenedFence } from '../../model/fence.js';
import { localFence, steady } from './activities.js';

/** Reads the fence as a local activity, or where its one short attempt fails as an ordinary one (design section 4.1, step 2). */
export async function openFence(taskId: string): Promise<OpenedFence> {
  const request = { taskId, originalRunId: workflowInfo().originalExecutionRunId };
  try {
    return await localFence.readFence(request);
  } catch (error) {
    if (isCancellation(error)) throw error;
    return steady.readFence(request);
  }
}
