import { CancellationScope, workflowInfo } from '@temporalio/workflow';
import { formatDuration } from '../../model/time/duration.js';
import { halvesOf } from '../../model/schedule/fired-window.js';
import type { Interval } from '../../model/time/interval.js';
import type { WatermarkRule } from '../../model/schedule/schedule.js';
import { toUtc } from '../../model/time/window.js';
import type { WorkflowTypes } from '../../model/temporal/workflow-types.js';
import { steady } from '../shared/activities.js';
import { continueAsNew } from '../shared/continue-as-new.js';
import { fireWindow } from './fire-window.js';
import { tell } from './firing.js';
import type { Firing } from './firing.js';
import { isCancelled } from './is-cancelled.js';

/** Rows of one firing, at most, with windows that were cut in two: its result must fit into a payload. */
const MAX_WINDOWS = 1000;

/**
 * Evaluates slice by slice from the watermark on, oldest first, and moves it over each that ended well before the next
 * one begins. It stops at the first that did not: the next firing begins there.
 */
export async function followWatermark(firing: Firing, rule: WatermarkRule): Promise<void> {
  tell(firing, 'preparing', null);
  const watermark = { schedule: firing.input.schedule, fromMs: rule.fromMs };
  const { provenMs } = await steady.readWatermark(watermark);
  firing.provenMs = provenMs;
  const left = Math.max(1, rule.maxSlices - firing.windows.length);
  const due = await steady.windowsOfFiring({
    rule: { ...rule, maxSlices: left },
    nominalMs: firing.nominalMs,
    provenMs,
  });
  firing.total = firing.windows.length + due.windows.length;
  if (firing.total === 0) firing.notes.push('nothing was due');
  const isDone = await fireSlices(firing, rule, due.windows);
  if (!isDone || !due.isWhole) tellBehind(firing, rule);
}

/** False if it stopped before the last slice. */
async function fireSlices(firing: Firing, rule: WatermarkRule, due: readonly Interval[]): Promise<boolean> {
  const slices = [...due];
  // Each execution gets on by a slice at least; halves are known to it alone.
  const before = firing.windows.length;
  let halves = 0;
  for (let slice = slices.shift(); slice !== undefined; slice = slices.shift()) {
    if (isCancelled() || firing.windows.length >= MAX_WINDOWS) return false;
    const mayGoOn = halves === 0 && firing.windows.length > before;
    if (mayGoOn && workflowInfo().continueAsNewSuggested) await continueWith(firing);
    halves = Math.max(0, halves - 1);
    if (slice.startMs !== firing.provenMs) return movedByOther(firing);
    const judged = await fireWindow(firing, slice);
    if (judged.isToBeCut) {
      slices.unshift(...halvesOf(slice));
      firing.total += 2;
      halves += 2;
    } else if (judged.isProven) await advance(firing, rule, slice);
    else return false;
  }
  return true;
}

async function continueWith({ input, nominalMs, windows, failedAt, teller }: Firing): Promise<never> {
  await teller.told();
  return continueAsNew<WorkflowTypes['runFiring']>({ ...input, resume: { nominalMs, windows, failedAt } });
}

function movedByOther(firing: Firing): false {
  firing.notes.push('another firing moved the watermark');
  return false;
}

// What is proven stays proven, even if a cancel came meanwhile.
async function advance(firing: Firing, { fromMs }: WatermarkRule, interval: Interval): Promise<void> {
  const { schedule } = firing.input;
  firing.provenMs = await CancellationScope.nonCancellable(
    async () => (await steady.advanceWatermark({ schedule, fromMs, interval })).provenMs,
  );
}

function tellBehind({ notes, nominalMs, provenMs }: Firing, { lagMs }: WatermarkRule): void {
  if (provenMs === null) return;
  const behindMs = nominalMs - lagMs - provenMs;
  if (behindMs <= 0) return;
  notes.push(`${formatDuration(behindMs)} from ${toUtc(provenMs)} on are left to the next firing`);
}
