import { CancellationScope, isCancellation, log } from '@temporalio/workflow';
import { coverageEntryOf } from '../../model/coverage/coverage-entry.js';
import { evaluatorsKey } from '../../model/api/task.js';
import type { RunResult } from '../../model/run/run-result.js';
import type { ScheduledTask } from '../../model/schedule/schedule.js';
import { prompt, recording } from '../shared/activities.js';
import { messageOf } from '../shared/failures.js';
import type { Firing } from './firing.js';

/** Looks up with which evaluators the task runs, once for a firing; what cannot be read for now stays unknown. */
export async function lookUpEvaluators(firing: Firing, { task, space }: ScheduledTask): Promise<void> {
  if (firing.evaluators !== undefined) return;
  try {
    const found = await prompt.getTask({ task, ...(space === undefined ? {} : { space }) });
    firing.evaluators = evaluatorsKey(found.evaluators);
  } catch (error) {
    if (isCancellation(error)) throw error;
    firing.evaluators = null;
  }
}

/** Tells the ledger what a run proves of its window. */
export async function recordRun(
  firing: Firing,
  { trigger, tolerance }: ScheduledTask,
  { run, taskId }: RunResult,
  workflowId: string,
): Promise<void> {
  if (run === null || taskId === null) return;
  const context = {
    evaluators: firing.evaluators ?? null,
    maxSpans: trigger.maxSpans ?? null,
    workflowId,
    tolerance,
  };
  const entry = coverageEntryOf(run, context);
  if (entry === null) return;
  await CancellationScope.nonCancellable(async () => {
    try {
      await recording.recordCoverage({ taskId, entries: [entry] });
    } catch (error) {
      log.warn('the ledger was not told of a run', { axRunId: run.runId, problem: messageOf(error) });
    }
  });
}
