import { isAxError } from '../ax/errors/index.js';
import type { TriggerFields } from '../model/requests.js';
import { reportOf } from '../model/run-report.js';
import type { RunReport } from '../model/run-report.js';
import type { TaskSummary } from '../model/task-summary.js';
import type { ActivityDeps } from './deps.js';
import { failure } from './failures.js';

export interface TriggerRunRequest {
  task: TaskSummary;
  fields: TriggerFields;
}

const NO_DATA = /no data found/i;

/**
 * Sends one POST on a fresh connection and nothing else (design section 4.1, step 3). Must be scheduled with
 * `maximumAttempts: 1`: an answer that leaves open whether a run exists fails as `AxAmbiguous`, for the workflow to settle.
 */
export const triggerRun =
  ({ ax }: ActivityDeps) =>
  async ({ task, fields }: TriggerRunRequest): Promise<RunReport> => {
    try {
      return reportOf(await ax.postTrigger(task, fields));
    } catch (error) {
      if (isAxError(error) && error.status === 400 && NO_DATA.test(error.message)) {
        throw failure('AxNoData', error.message);
      }
      throw error;
    }
  };
