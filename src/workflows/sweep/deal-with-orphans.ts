import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { CancellationScope, ParentClosePolicy, isCancellation, startChild } from '@temporalio/workflow';
import { TRIGGER_MEMO } from '../../model/run/trigger-memo.js';
import type { SweepAction } from '../../model/sweep/inputs.js';
import { waitWorkflowId } from '../../model/temporal/names.js';
import type { SweepEffect, SweptRun } from '../../model/sweep/sweep-result.js';
import { waitForRun } from '../run/wait-for-run.js';
import { stopRun } from '../shared/stop-runs.js';

/** How many are dealt with at a time. */
const AT_ONCE = 10;

/** Does to each orphan what was asked for, and says what became of it, in the same order. */
export async function dealWithOrphans(
  runs: readonly SweptRun[],
  action: SweepAction,
): Promise<SweepEffect[]> {
  const effects: SweepEffect[] = [];
  for (let at = 0; at < runs.length; at += AT_ONCE) {
    const some = runs.slice(at, at + AT_ONCE).map((run) => deal(run, action));
    effects.push(...(await Promise.all(some)));
    if (CancellationScope.current().consideredCancelled) break;
  }
  return effects;
}

async function deal(run: SweptRun, action: SweepAction): Promise<SweepEffect> {
  if (action === 'report') return 'reported';
  return action === 'adopt' ? adopt(run) : cancel(run);
}

async function cancel({ taskId, runId }: SweptRun): Promise<SweepEffect> {
  const stopped = await stopRun(taskId, runId);
  if (stopped.kind === 'unconfirmed') return 'unconfirmed';
  return stopped.kind === 'ended' && stopped.run.status === 'CANCELLED' ? 'cancelled' : 'already-over';
}

/** Waits for the run in a workflow of its own. It owns the run from now on: cancelling the workflow cancels the run. */
async function adopt({ runId }: SweptRun): Promise<SweepEffect> {
  try {
    await startChild(waitForRun, {
      workflowId: waitWorkflowId(runId, 'adopted'),
      args: [{ runId, wait: {}, onCancel: 'cancel' }],
      staticSummary: `wait for run ${runId}, adopted by a sweep`,
      memo: { [TRIGGER_MEMO]: { runId } },
      parentClosePolicy: ParentClosePolicy.ABANDON,
    });
    return 'adopted';
  } catch (error) {
    if (isCancellation(error)) throw error;
    return error instanceof WorkflowExecutionAlreadyStartedError ? 'adopted' : 'unconfirmed';
  }
}
