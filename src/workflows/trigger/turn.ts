import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { ChildWorkflowCancellationType, ParentClosePolicy, startChild } from '@temporalio/workflow';
import type { ChildWorkflowHandle } from '@temporalio/workflow';
import { TRIGGER_MEMO } from '../../model/run/trigger-memo.js';
import type { TriggerMemo } from '../../model/run/trigger-memo.js';
import type { TriggerWindowInput, TriggeredWindow } from '../../model/run/trigger-window.js';
import { turnWorkflowId } from '../../model/temporal/names.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import type { WorkflowTypes } from '../../model/temporal/workflow-types.js';
import { waiting } from '../shared/activities.js';
import { messageOf } from '../shared/failures.js';

/** A trigger that holds its turn: only one execution of a workflow id runs (design/trigger-once.md). */
export type Trigger = ChildWorkflowHandle<WorkflowTypes['triggerWindow']>;

/** Starts a trigger under the id of its turn; null if another intent has the turn. */
export async function startTrigger(input: TriggerWindowInput): Promise<Trigger | null> {
  const { fence, task, mark, key } = input;
  const facts = { fence, key, taskId: task.id };
  const memo: TriggerMemo = { ...facts, runId: null, provenance: null, createdByUserId: null };
  try {
    return await startChild<WorkflowTypes['triggerWindow']>(WORKFLOWS.triggerWindow, {
      workflowId: turnWorkflowId(mark),
      args: [input],
      staticSummary: summaryOf(input),
      memo: { [TRIGGER_MEMO]: memo },
      parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
      cancellationType: ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED,
    });
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return null;
    throw error;
  }
}

const summaryOf = ({ task, mark: { window } }: TriggerWindowInput): string =>
  window === null
    ? `triggers ${task.name}`.slice(0, 200)
    : `triggers ${window.dataStartTime} to ${window.dataEndTime}`;

/** How a trigger ended. If somebody ended it by hand, it may have sent its request. */
export async function resultOf(trigger: Trigger): Promise<TriggeredWindow> {
  try {
    return await trigger.result();
  } catch (error) {
    return { kind: 'unresolved', reason: messageOf(error), left: null };
  }
}

/** Waits until nobody holds the turn. */
export async function untilFree(mark: TriggerWindowInput['mark']): Promise<void> {
  await waiting(null).awaitTurn({ turnId: turnWorkflowId(mark) });
}
