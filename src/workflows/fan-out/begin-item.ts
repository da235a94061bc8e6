import { CancellationScope } from '@temporalio/workflow';
import { rowWithoutRun, runPrint } from '../../model/fan-out/fan-out-rows.js';
import type { FanOutItem, Step } from '../../model/pipeline/plan.js';
import type { ItemResult } from '../../model/pipeline/results.js';
import type { PreparedStep } from '../step/prepare-step.js';
import type { Fan } from './fan.js';
import { liveItem } from './live-item.js';

/** Begins an item, or ends it at once, or parks it behind one that asks for the same run. */
export function beginItem(fan: Fan, at: number, prepared: PreparedStep): void {
  const item = fan.items[at];
  if (item === undefined) return;
  fan.prepared.delete(at);
  if ('ended' in prepared) {
    const { state, reason } = prepared.ended;
    end(fan, at, rowWithoutRun(item, state, reason ?? ''));
  } else beginPrepared(fan, at, item, prepared.step);
}

function beginPrepared(fan: Fan, at: number, item: FanOutItem, step: Step): void {
  const print = runPrint(step);
  const owner = print === null ? undefined : fan.owners.get(print);
  const policy = fan.input.step.fanOut?.onConflict ?? 'wait';
  if (owner !== undefined && policy !== 'wait') {
    const reason = `asks for the same run as item ${fan.items[owner]?.key}`;
    end(fan, at, rowWithoutRun(item, policy === 'skip' ? 'skipped' : 'failed', reason));
    return;
  }
  if (owner !== undefined && !fan.results.has(owner)) {
    fan.parked.set(at, owner);
    fan.prepared.set(at, { step });
    return;
  }
  if (print !== null) fan.owners.set(print, at);
  fan.parked.delete(at);
  start(fan, at, item, step);
}

function start(fan: Fan, at: number, item: FanOutItem, step: Step): void {
  const scope = new CancellationScope();
  fan.running.set(at, scope);
  void scope.run(async () => end(fan, at, await liveItem(fan, item, at, step)));
}

function end(fan: Fan, at: number, row: ItemResult): void {
  fan.results.set(at, row);
  fan.running.delete(at);
  fan.hasNews = true;
}
