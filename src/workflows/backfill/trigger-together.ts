import { CancellationScope, defineSignal, isCancellation, setHandler } from '@temporalio/workflow';
import { definedOnly } from '../../model/base/objects.js';
import type { SharedFence } from '../../model/run/shared-fence.js';
import type {
  TriggerWindowsInput,
  TriggeredWindow,
  WindowToTrigger,
} from '../../model/run/trigger-windows.js';
import { STARTED_SIGNAL, startedWindowsProblem } from '../../model/run/trigger-windows.js';
import type { StartedWindow, StartedWindows } from '../../model/run/trigger-windows.js';
import { warnIgnored } from '../shared/updates.js';
import { endsOf, startTriggers, untilFree } from '../trigger/turn.js';
import type { Triggers } from '../trigger/turn.js';
import { mayBegin } from './backfill.js';
import type { Backfill, LiveWindow, ToTrigger } from './backfill.js';
import { asWindow, fenceFor } from './fence-for.js';
import { release } from './live-window.js';
import { refuse } from './refuse.js';
import { settleTrigger } from './settle-trigger.js';

/** Triggers windows by a child that takes and holds their turns. A window whose turn another intent has waits for it. */
export async function triggerTogether(
  backfill: Backfill,
  windows: readonly ToTrigger[],
  shared: SharedFence,
): Promise<void> {
  const triggers = await begin(backfill, windows, shared);
  if (triggers === null) return releaseAll(backfill, windows);
  backfill.triggers.set(triggers.workflowId, windows);
  const ends = await endsOf(triggers, windows.length);
  backfill.triggers.delete(triggers.workflowId);
  for (const [nth, window] of windows.entries())
    if (window.live.runId === null) settle(backfill, window, ends[nth]);
}

/** Hears early of runs whose triggers are under way together with one that takes long. */
export function hearOfStarts(backfill: Backfill): void {
  setHandler(defineSignal<[unknown]>(STARTED_SIGNAL), (told) => {
    const problem = startedWindowsProblem(told);
    if (problem !== null) return warnIgnored(STARTED_SIGNAL, problem);
    const { triggers, started } = told as StartedWindows;
    const windows = backfill.triggers.get(triggers) ?? [];
    for (const { nth, ...run } of started) {
      const window = windows[nth];
      if (window?.live.runId === null) settleTrigger(backfill, window.at, startedAs(run));
    }
  });
}

const startedAs = (run: Omit<StartedWindow, 'nth'>): TriggeredWindow & { kind: 'started' } => ({
  kind: 'started',
  provenance: { how: 'created', posts: 1, candidates: [] },
  ...run,
});

/** Null: they have not begun, and must not or could not. */
async function begin(
  backfill: Backfill,
  windows: readonly ToTrigger[],
  shared: SharedFence,
): Promise<Triggers | null> {
  const input = inputOf(backfill, windows, shared);
  if (input === null) return null;
  const scope = new CancellationScope();
  for (const { live } of windows) live.scope = scope;
  try {
    const triggers = await scope.run(() => startTriggers(input));
    for (const { live } of windows) live.phase = 'triggering';
    // A cancel that came in the midst of the start.
    if (backfill.isCancelled) scope.cancel();
    return triggers;
  } catch (error) {
    if (!isCancellation(error)) refuse(backfill, error);
    return null;
  }
}

function settle(backfill: Backfill, window: ToTrigger, end: TriggeredWindow | undefined): void {
  if (end?.kind === 'turn-taken') void triggerInTurn(backfill, window);
  else
    settleTrigger(backfill, window.at, end ?? { kind: 'unresolved', reason: 'it was not told', left: null });
}

/** Keeps the window's place among those under way until it has been triggered, or must not begin any more. */
async function triggerInTurn(backfill: Backfill, { at, live }: ToTrigger): Promise<void> {
  const shared = await fenceInTurn(backfill, at, live);
  if (shared === null || !mayBegin(backfill)) return release(backfill, at);
  return triggerTogether(backfill, [{ at, live, isCareful: shared.fence.reopened !== null }], shared);
}

async function fenceInTurn(backfill: Backfill, at: number, live: LiveWindow): Promise<SharedFence | null> {
  const window = windowAt(backfill, at, false);
  if (window === null || !mayBegin(backfill)) return null;
  live.scope = new CancellationScope();
  live.phase = 'waiting-for-turn';
  try {
    await live.scope.run(() => untilFree(window.mark));
    live.phase = 'starting';
    return await fenceFor(backfill, [at]);
  } catch (error) {
    if (!isCancellation(error)) refuse(backfill, error);
    return null;
  }
}

function releaseAll(backfill: Backfill, windows: readonly ToTrigger[]): void {
  for (const { at } of windows) release(backfill, at);
}

function inputOf(
  backfill: Backfill,
  windows: readonly ToTrigger[],
  { fence, readMs }: SharedFence,
): TriggerWindowsInput | null {
  const { task, plan } = backfill;
  if (task === null) return null;
  const { settleMs, onAmbiguous } = plan.options;
  const toTrigger = windows.flatMap(({ at, isCareful }) => windowAt(backfill, at, isCareful) ?? []);
  return { task, windows: toTrigger, settleMs, onAmbiguous, fence, readMs };
}

function windowAt({ plan, task, windows }: Backfill, at: number, isCareful: boolean): WindowToTrigger | null {
  const interval = windows[at];
  if (task === null || interval === undefined) return null;
  const window = asWindow(interval);
  return {
    fields: definedOnly({
      ...window,
      maxSpans: plan.maxSpans ?? undefined,
      overrideEvaluations: plan.overrideEvaluations || undefined,
    }),
    mark: { taskId: task.id, window, experimentName: null, datasetId: null },
    isCareful,
  };
}
