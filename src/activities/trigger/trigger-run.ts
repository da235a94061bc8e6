import { activityInfo } from '@temporalio/activity';
import type { AxClient } from '../../ax/ax-client.js';
import { isAxError } from '../../ax/base/errors.js';
import type { TriggerFields } from '../../model/api/requests.js';
import { reportOf } from '../../model/api/task-run.js';
import type { RunReport } from '../../model/api/task-run.js';
import type { TaskSummary } from '../../model/api/task.js';
import { definedOnly } from '../../model/base/objects.js';
import type { TriggerMemo } from '../../model/run/trigger-memo.js';
import type { ActivityDeps } from '../base/deps.js';
import { failure } from '../base/failures.js';
import { isCrowd } from '../run/shared-waits.js';
import type { SharedWaits } from '../run/shared-waits.js';

export interface TriggerRunRequest {
  task: TaskSummary;
  fields: TriggerFields;
  /** The execution that read the fence, or looked back to it, before this POST. */
  basedOn: string;
  /** Somebody waits for the run, which may have ended at once: it is looked at after the answer. */
  isAwaited?: true;
  /** For whoever reads it in the history while the POST is under way; absent where the memo has it. */
  record?: Pick<TriggerMemo, 'fence' | 'key'>;
}

/** The run that the POST created. */
export interface TriggeredRun extends RunReport {
  /** Null if the service does not tell. */
  createdByUserId: string | null;
  /** As a GET told it after the answer; absent: it was not looked at, or the look failed. */
  seen?: RunReport;
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

/** The answer is not recorded until the look has ended, and a lost one costs a look back: so it is given up soon. */
const LOOK_MS = 1000;

/**
 * Sends one POST on a fresh connection (design/trigger-once.md, step 4), and looks once at the run if somebody waits for it. Must be scheduled with
 * `maximumAttempts: 1`: an answer that leaves open whether a run exists fails as `AxAmbiguous`, for the workflow to settle.
 */
export const triggerRun =
  ({ ax, isRateLimited = false, sharesWaits = true }: ActivityDeps, waits: Pick<SharedWaits, 'crowd'>) =>
  async ({ task, fields, basedOn, isAwaited }: TriggerRunRequest): Promise<TriggeredRun> => {
    refuseAfterReset(task, basedOn);
    try {
      const run = await ax.postTrigger(task, fields);
      // Where many wait for runs of the task, a watcher looks; and where requests are limited, an activity sends one.
      const isWatched = sharesWaits && isCrowd(waits, task.id);
      const isLookedAt = isAwaited === true && !isRateLimited && !isWatched;
      const seen = isLookedAt ? await lookAt(ax, run.id) : undefined;
      return { ...reportOf(run), createdByUserId: run.createdByUserId, ...definedOnly({ seen }) };
    } catch (error) {
      if (isAxError(error) && error.status === 400 && NO_DATA.test(error.message)) {
        throw failure('AxNoData', error.message);
      }
      throw error;
    }
  };

async function lookAt(ax: AxClient, runId: string): Promise<RunReport | undefined> {
  try {
    return reportOf(await ax.getRun({ runId }, { signal: AbortSignal.timeout(LOOK_MS) }));
  } catch {
    return undefined;
  }
}
