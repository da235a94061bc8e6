import {
  CancellationScope,
  condition,
  isCancellation,
  setHandler,
  upsertMemo,
  workflowInfo,
} from '@temporalio/workflow';
import { itemsOf } from '../../model/fan-out/fan-out-items.js';
import type { ListedItems } from '../../model/fan-out/fan-out-items.js';
import { fanOutMemo } from '../../model/fan-out/fan-out-rows.js';
import type { FanOutResult, RunFanOutInput } from '../../model/fan-out/inputs.js';
import { fits } from '../../model/base/json-bytes.js';
import { FAN_OUT_MEMO } from '../../model/pipeline/pipeline-memo.js';
import { beginItem } from './begin-item.js';
import { fanProgress, fanResult, nextItem, openFan } from './fan.js';
import type { Fan } from './fan.js';
import { pauseItems } from './pause-items.js';
import { prepareItem } from './prepare-item.js';
import { finish } from '../shared/finish.js';
import { messageOf } from '../shared/failures.js';
import { goOn } from '../shared/go-on.js';
import { expression } from '../pipeline/evaluate-in.js';
import { judging } from '../pipeline/pipeline-activities.js';

/**
 * Runs one step of a pipeline for each of its items, at most `limit` at once, each as a child of its own (design/fan-out.md),
 * and returns a row of each. Cancelling it cancels the items that run.
 */
export async function runFanOut(input: RunFanOutInput): Promise<FanOutResult> {
  let isPaused = input.resume?.isPaused ?? false;
  let fan: Fan | null = null;
  setHandler(pauseItems, (asked) => {
    isPaused = asked;
    if (fan !== null) Object.assign(fan, { isPaused, hasNews: true });
  });
  const listed = await listItems(input);
  if ('problem' in listed) return { items: [], problem: listed.problem };
  fan = openFan(input, listed.items);
  fan.isPaused = isPaused;
  const result = await runItems(fan);
  return finish(result, fan.isCancelled);
}

async function listItems({ step, scope, resume }: RunFanOutInput): Promise<ListedItems> {
  const { items, forEach } = step.fanOut ?? {};
  const known = resume?.items ?? items;
  if (known !== undefined || forEach === undefined) return { items: known ?? [] };
  try {
    const request = { scope, expressions: [expression(forEach)] };
    const [list] = await judging(`evaluate forEach of ${step.id}`).evaluate(request);
    if (list === undefined || 'problem' in list) return { problem: `forEach: ${list?.problem}` };
    return itemsOf(list.value);
  } catch (error) {
    return { problem: isCancellation(error) ? 'cancelled before it began' : `forEach: ${messageOf(error)}` };
  }
}

function runItems(fan: Fan): Promise<FanOutResult> {
  const cancelled = CancellationScope.current();
  cancelled.cancelRequested.catch(() => cancelAll(fan));
  if (cancelled.consideredCancelled) cancelAll(fan);
  // A cancel reaches each item in a scope of its own: here it would only end the wait for them.
  return CancellationScope.nonCancellable(async () => {
    for (;;) {
      fan.hasNews = false;
      const isDraining = workflowInfo().continueAsNewSuggested && fits(nextInput(fan));
      if (!isDraining) await beginItems(fan);
      publish(fan);
      if (isOver(fan)) return fanResult(fan);
      if (isDraining && fan.running.size === 0) {
        await goOn<typeof runFanOut>(nextInput(fan));
      }
      await condition(() => fan.hasNews);
    }
  });
}

const nextInput = (fan: Fan): RunFanOutInput => ({ ...fan.input, resume: fanProgress(fan) });

const isOver = ({ items, results, running, isCancelled }: Fan): boolean =>
  running.size === 0 && (isCancelled || results.size === items.length);

function cancelAll(fan: Fan): void {
  fan.isCancelled = true;
  fan.hasNews = true;
  for (const scope of fan.running.values()) scope.cancel();
}

const mayBegin = ({ isCancelled, isPaused, running, input }: Fan): boolean =>
  !isCancelled && !isPaused && running.size < (input.step.fanOut?.limit ?? 1);

async function beginItems(fan: Fan): Promise<void> {
  while (mayBegin(fan)) {
    const at = nextItem(fan);
    if (at === null) return;
    const prepared = await prepareItem(fan, at);
    if (mayBegin(fan)) beginItem(fan, at, prepared);
  }
}

function publish({ items, running, results }: Fan): void {
  const memo = fanOutMemo(items.length, running.size, [...results.values()]);
  if (JSON.stringify(workflowInfo().memo?.[FAN_OUT_MEMO]) === JSON.stringify(memo)) return;
  upsertMemo({ [FAN_OUT_MEMO]: memo });
}
