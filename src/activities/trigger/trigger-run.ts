import { activityInfo } from '@temporalio/activity';
import { isAxError } from '../../ax/base/errors.js';
import type { TriggerFields } from '../../model/api/requests.js';
import { reportOf } from '../../model/api/task-run.js';
import type { RunReport } from '../../model/api/task-run.js';
import type { TaskSummary } from '../../model/api/task.js';
import type { TriggerMemo } from '../../model/run/trigger-memo.js';
import type { ActivityDeps } from '../base/deps.js';
import { failure } from '../base/failures.js';

export interface TriggerRunRequest {
  task: TaskSummary;
  fields: TriggerFields;
  /** The execution that read the fence, or looked back to it, before this POST. */
  basedOn: string;
  /** For whoever reads it in the history while the POST is under way; absent where the memo has it. */
  record?: Pick<TriggerMemo, 'fence' | 'key'>;
}

/** The run that the POST created. */
export interface TriggeredRun extends RunReport {
  /** Null if the service does not tell. */
  createdByUserId: string | null;
}

// A reset schedules anew what an execution before it may have sent, with that one's fence: only a look back can tell.
function refuseAfterReset(task: TaskSummary, basedOn: string): void {
  if (basedOn === activityInfo().workflowExecution?.runId) return;
  throw failure(
    'AxAmbiguous',
    `task ${task.name}: this workflow was reset, and may have triggered a run before`,
  );
}

const NO_DATA = /no data found/i;

/**
 * Sends one POST on a fresh connection and nothing else (design/trigger-once.md, step 4). Must be scheduled with
 * `maximumAttempts: 1`: an answer that leaves open whether a run exists fails as `AxAmbiguous`, for the workflow to settle.
 */
export const triggerRun =
  ({ ax }: ActivityDeps) =>
  async ({ task, fields, basedOn }: TriggerRunRequest): Promise<TriggeredRun> => {
    refuseAfterReset(task, basedOn);
    try {
      const run = await ax.postTrigger(task, fields);
      return { ...reportOf(run), createdByUserId: run.createdByUserId };
    } catch (error) {
      if (isAxError(error) && error.status === 400 && NO_DATA.test(error.message)) {
        throw failure('AxNoData', error.message);
      }
      throw error;
    }
  };
