import { isCancellation } from '@temporalio/workflow';
import { definedOnly } from '../../model/base/objects.js';
import type { OpenedFence } from '../../model/run/unresolved.js';
import type { TriggerWindowInput, TriggeredWindow } from '../../model/run/trigger-window.js';
import { turnWorkflowId } from '../../model/temporal/names.js';
import { resultOf, startTrigger, untilFree } from '../trigger/turn.js';
import type { Trigger } from '../trigger/turn.js';
import { mayBegin } from './backfill.js';
import type { Backfill, LiveWindow } from './backfill.js';
import { asWindow, fenceFor, fenceOf } from './fence-for.js';
import { release } from './live-window.js';
import { refuse } from './refuse.js';
import { settleTrigger } from './settle-trigger.js';

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
  else settleTrigger(backfill, at, await endOf(trigger, backfill, live));
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

async function endOf(
  trigger: Trigger,
  { isCancelled }: Backfill,
  live: LiveWindow,
): Promise<TriggeredWindow> {
  live.phase = 'triggering';
  // A cancel that came in the midst of the start.
  if (isCancelled) live.scope.cancel();
  return resultOf(trigger);
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
    const trigger = await live.scope.run(() => startTrigger(input));
    if (trigger !== null) return trigger;
    live.phase = 'waiting-for-turn';
    await live.scope.run(() => untilFree(input.mark));
    live.phase = 'starting';
    fence = await fenceFor(backfill, [at]);
    if (!mayBegin(backfill)) return null;
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
  const mark = { taskId: task.id, window, experimentName: null, datasetId: null };
  return {
    task,
    fields: definedOnly({
      ...window,
      maxSpans: plan.maxSpans ?? undefined,
      overrideEvaluations: plan.overrideEvaluations || undefined,
    }),
    mark,
    settleMs,
    onAmbiguous,
    giveUpAtMs: null,
    fence: fenceOf(fence, turnWorkflowId(mark)),
    key: null,
    isFenceShared: true,
  };
}
