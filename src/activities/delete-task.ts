import { activityInfo } from '@temporalio/activity';
import { isAxError } from '../ax/base/errors.js';
import type { TaskRef } from '../model/api/requests.js';
import type { ActivityDeps } from './base/deps.js';

/**
 * Deletes a task and its runs. Not found on a retry means that an earlier attempt did it (docs/api-contract.md 3, rule 17).
 * To be given an ID: by name, a retry could delete a new task that got the name meanwhile.
 */
export const deleteTask =
  ({ ax }: ActivityDeps) =>
  async (request: TaskRef): Promise<null> => {
    try {
      await ax.deleteTask(request);
    } catch (error) {
      const isDone = isAxError(error) && error.kind === 'AxNotFound' && activityInfo().attempt > 1;
      if (!isDone) throw error;
    }
    return null;
  };
