import type { ReadFenceRequest } from '../../activities/trigger/read-fence.js';
import { isCancellation, workflowInfo } from '@temporalio/workflow';
import type { OpenedFence } from '../../model/run/fence.js';
import { local, steady } from '../shared/activities.js';

/**
 * Reads the fence as a local activity, or where its one short attempt fails as an ordinary one (design/trigger-once.md, step 3).
 * With `windows`, it holds only runs of these; with `experiment`, the experiments that have its name already.
 */
export async function openFence(
  taskId: string,
  only: Pick<ReadFenceRequest, 'windows' | 'experiment'> = {},
): Promise<OpenedFence> {
  const request = { taskId, originalRunId: workflowInfo().originalExecutionRunId, ...only };
  try {
    return await local.readFence(request);
  } catch (error) {
    if (isCancellation(error)) throw error;
    return steady.readFence(request);
  }
}
