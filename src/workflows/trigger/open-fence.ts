import { isCancellation, workflowInfo } from '@temporalio/workflow';
import type { OpenedFence } from '../../model/run/fence.js';
import type { Window } from '../../model/time/window.js';
import { local, steady } from '../shared/activities.js';

/**
 * Reads the fence as a local activity, or where its one short attempt fails as an ordinary one (design/trigger-once.md, step 3).
 * With `windows`, it holds only runs of these.
 */
export async function openFence(taskId: string, windows?: Window[]): Promise<OpenedFence> {
  const original = { taskId, originalRunId: workflowInfo().originalExecutionRunId };
  const request = windows === undefined ? original : { ...original, windows };
  try {
    return await local.readFence(request);
  } catch (error) {
    if (isCancellation(error)) throw error;
    return steady.readFence(request);
  }
}
