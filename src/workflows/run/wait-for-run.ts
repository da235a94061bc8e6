import { CancellationScope, setCurrentDetails, upsertMemo, workflowInfo } from '@temporalio/workflow';
import { TRIGGER_MEMO } from '../../model/run/trigger-memo.js';
import { runDetails, waitingDetails } from '../../model/run/details-text.js';
import { reportOf } from '../../model/api/task-run.js';
import { definedOnly } from '../../model/base/objects.js';
import type { SeenRun } from '../../model/run/await-runs.js';
import type { WaitForRunInput } from '../../model/run/inputs.js';
import type { RunResult, StartedRun } from '../../model/run/run-result.js';
import { prompt } from '../shared/activities.js';
import { innermost } from '../shared/failures.js';
import { completeOrCancel } from '../shared/complete-or-cancel.js';
import { continueAsNew } from '../shared/continue-as-new.js';
import { setSearchAttributes } from '../shared/set-search-attributes.js';
import { runResult } from './run-result.js';
import { supervise } from './supervise.js';
import { reportRun } from '../shared/report.js';
import { hearOfStalls } from '../notification/hear-of-stalls.js';
import { newTeller, rulesHere } from '../notification/teller.js';
import { runNotice, runSubject } from '../../model/run/notices/run-notices.js';

/**
 * Waits durably for the end of a run that was started elsewhere, and returns how it ended. Cancelling the workflow
 * cancels the run, or leaves it if `onCancel` is `detach`. Fails as `AxNotFound` if there is no such run.
 */
export async function waitForRun(input: WaitForRunInput): Promise<RunResult> {
  record(input.runId);
  const teller = newTeller(() => rulesHere(input.notify));
  hearOfStalls(teller, runSubject(input.runId));
  // Not cancellable: a cancel that comes this early still has the run to deal with.
  const begun: Attached = input.resume ?? (await CancellationScope.nonCancellable(() => attach(input)));
  const { seen, ...attached } = begun;
  if (attached.taskId !== null) setSearchAttributes(input, { task: attached.taskId });
  setCurrentDetails(waitingDetails(attached));
  const supervised = await supervise(attached, input.wait, input.onCancel ?? 'cancel', definedOnly({ seen }));
  if (supervised.kind === 'history-full') {
    const resume = { ...attached, deadlineMs: supervised.deadlineMs };
    return continueAsNew<typeof waitForRun>({
      ...input,
      resume,
    });
  }
  const result = runResult(attached, supervised.judged, input.tolerance);
  setSearchAttributes(input, { verdict: result.verdict });
  setCurrentDetails(runDetails(result));
  reportRun(result);
  teller.tell(runNotice(input.runId, result));
  await teller.told();
  return completeOrCancel(result, supervised.wasCancelled);
}

// What a sweep reads, to leave the run alone; whoever starts the workflow may have put it there.
function record(runId: string): void {
  if (workflowInfo().memo?.[TRIGGER_MEMO] === undefined) upsertMemo({ [TRIGGER_MEMO]: { runId } });
}

/** A run that is waited for, and what was just seen of it. */
type Attached = StartedRun & { seen?: SeenRun };

async function attach({ runId, wait }: WaitForRunInput): Promise<Attached> {
  const atMs = Date.now();
  const run = await find(runId);
  const { dataStartTime, dataEndTime } = run;
  return {
    taskId: run.taskId,
    taskName: null,
    datasetId: null,
    runId,
    provenance: { how: 'attached', posts: 0, candidates: [] },
    window: dataStartTime !== null && dataEndTime !== null ? { dataStartTime, dataEndTime } : null,
    experimentName: null,
    maxSpans: null,
    deadlineMs: wait.timeoutMs === undefined ? null : Date.now() + wait.timeoutMs,
    seen: { report: reportOf(run), atMs },
  };
}

async function find(runId: string) {
  try {
    return await prompt.seeRun({ runId });
  } catch (error) {
    throw innermost(error);
  }
}
