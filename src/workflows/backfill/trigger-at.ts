import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  ChildWorkflowCancellationType,
  ParentClosePolicy,
  isCancellation,
  startChild,
} from '@temporalio/workflow';
import type { ChildWorkflowHandle } from '@temporalio/workflow';
import { definedOnly } from '../../model/base/objects.js';
import type { OpenedFence } from '../../model/run/fence.js';
import { TRIGGER_MEMO } from '../../model/run/trigger-memo.js';
import { turnWorkflowId } from '../../model/temporal/names.js';
import type { TriggerMemo } from '../../model/run/trigger-memo.js';
import type { TriggerWindowInput, TriggeredWindow } from '../../model/run/trigger-window.js';
import type { triggerWindow } from '../trigger/trigger-window.js';
import { waiting } from '../shared/activities.js';
import { messageOf } from '../shared/failures.js';
import { mayBegin } from './backfill.js';
import type { Backfill, LiveWindow } from './backfill.js';
import { asWindow, fenceFor } from './fence-for.js';
import { release } from './live-window.js';
import { refuse } from './refuse.js';
import { settleTrigger } from './settle-trigger.js';

type Trigger = ChildWorkflowHandle<typeof triggerWindow>;

/**
 * Triggers a window by a child that holds the window's turn. Where another intent has the turn it is waited for: the
 * window keeps its place among those under way until it has been triggered, or must not begin any more.
 */
export async function triggerAt(
  backfill: Backfill,
  at: number,
  live: LiveWindow,
  fence: OpenedFence,
): Promise<void> {
  const trigger = await begin(backfill, at, live, fence);
  if (trigger === null) release(backfill, at);
  else settleTrigger(backfill, at, await resultOf(trigger, backfill, live));
}

/** Null: the window has not begun, and must not or could not. */
async function begin(...given: Parameters<typeof takeTurn>): Promise<Trigger | null> {
  try {
    return await takeTurn(...given);
  } catch (error) {
    if (!isCancellation(error)) refuse(given[0], error);
    return null;
  }
}

async function resultOf(
  trigger: Trigger,
  { isCancelled }: Backfill,
  live: LiveWindow,
): Promise<TriggeredWindow> {
  live.phase = 'triggering';
  // A cancel that came in the midst of the start.
  if (isCancelled) live.scope.cancel();
  try {
    return await trigger.result();
  } catch (error) {
    // It was ended by hand, in the midst of it perhaps.
    return { kind: 'unresolved', reason: messageOf(error) };
  }
}

/** Null: it must not begin any more. */
async function takeTurn(
  backfill: Backfill,
  at: number,
  live: LiveWindow,
  given: OpenedFence,
): Promise<Trigger | null> {
  for (let fence = given; ;) {
    const input = inputOf(backfill, at, fence);
    if (input === null) return null;
    const trigger = await live.scope.run(() => tryToStart(input));
    if (trigger !== null) return trigger;
    live.phase = 'waiting-for-turn';
    await live.scope.run(() => waiting(null).awaitTurn({ turnId: turnWorkflowId(input.mark) }));
    live.phase = 'starting';
    fence = await fenceFor(backfill, [at]);
    if (!mayBegin(backfill)) return null;
  }
}

async function tryToStart(input: TriggerWindowInput): Promise<Trigger | null> {
  const { fence, task } = input;
  const memo: TriggerMemo = { fence, taskId: task.id, runId: null, provenance: null, createdByUserId: null };
  try {
    return await startChild<typeof triggerWindow>('triggerWindow', {
      workflowId: turnWorkflowId(input.mark),
      args: [input],
      staticSummary: `triggers ${input.fields.dataStartTime} to ${input.fields.dataEndTime}`,
      memo: { [TRIGGER_MEMO]: memo },
      parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
      cancellationType: ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED,
    });
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return null;
    throw error;
  }
}

function inputOf(
  { plan, task, windows }: Backfill,
  at: number,
  fence: OpenedFence,
): TriggerWindowInput | null {
  const interval = windows[at];
  if (task === null || interval === undefined) return null;
  const window = asWindow(interval);
  const { settleMs, onAmbiguous } = plan.options;
  return {
    task,
    fields: definedOnly({
      ...window,
      maxSpans: plan.maxSpans ?? undefined,
      overrideEvaluations: plan.overrideEvaluations || undefined,
    }),
    mark: { taskId: task.id, window, experimentName: null, datasetId: null },
    settleMs,
    onAmbiguous,
    fence,
  };
}
