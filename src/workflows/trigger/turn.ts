import {
  ChildWorkflowCancellationType,
  ParentClosePolicy,
  startChild,
  uuid4,
  workflowInfo,
} from '@temporalio/workflow';
import type { ChildWorkflowHandle } from '@temporalio/workflow';
import { TRIGGER_MEMO } from '../../model/run/trigger-memo.js';
import type { TriggerMemo } from '../../model/run/trigger-memo.js';
import type {
  TriggerWindowsInput,
  TriggeredWindow,
  WindowToTrigger,
} from '../../model/run/trigger-windows.js';
import { turnWorkflowId } from '../../model/temporal/names.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import type { WorkflowTypes } from '../../model/temporal/workflow-types.js';
import { waiting } from '../shared/activities.js';
import { messageOf } from '../shared/failures.js';

/** The triggers of some windows, which are under way. */
export type Triggers = ChildWorkflowHandle<WorkflowTypes['triggerWindows']>;

/** Starts the triggers of some windows. The fence is in their memo before anything can have been sent. */
export function startTriggers(input: TriggerWindowsInput): Promise<Triggers> {
  const facts = { fence: input.fence, key: null, taskId: input.task.id };
  const memo: TriggerMemo = { ...facts, runId: null, provenance: null, createdByUserId: null };
  return startChild<WorkflowTypes['triggerWindows']>(WORKFLOWS.triggerWindows, {
    // After a reset, triggers of the execution before may still be under way.
    workflowId: `${workflowInfo().workflowId}/triggers-${uuid4()}`,
    args: [input],
    staticSummary: summaryOf(input),
    memo: { [TRIGGER_MEMO]: memo },
    parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
    cancellationType: ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED,
  });
}

function summaryOf({ task, windows }: TriggerWindowsInput): string {
  const [first] = windows;
  const from = first?.mark.window?.dataStartTime ?? '';
  const what =
    windows.length === 1 ? `a window, from ${from}` : `${windows.length} windows, the first from ${from}`;
  return `triggers ${task.name} for ${what}`.slice(0, 200);
}

/** How triggers ended. If somebody ended them by hand, they may have sent their requests. */
export async function endsOf(triggers: Triggers, count: number): Promise<TriggeredWindow[]> {
  try {
    return await triggers.result();
  } catch (error) {
    const end: TriggeredWindow = { kind: 'unresolved', reason: messageOf(error), left: null };
    return Array.from({ length: count }, () => end);
  }
}

/** Waits until nobody holds the turn. */
export async function untilFree(mark: WindowToTrigger['mark']): Promise<void> {
  await waiting(null).awaitTurn({ turnId: turnWorkflowId(mark) });
}
