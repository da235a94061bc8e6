import { sleep } from '@temporalio/workflow';
import type { Interval } from '../../model/time/interval.js';
import type { Json } from '../../model/base/json.js';
import type { SettleGate } from '../../model/schedule/schedule.js';
import type { Settled } from '../../model/schedule/firing.js';
import type { Window } from '../../model/time/window.js';
import { failure } from '../shared/failures.js';
import { callOwn } from '../step/activities.js';
import { tell, windowOf } from './firing.js';
import type { Firing } from './firing.js';

const TIMEOUT_MS = 10 * 60_000;
const RETRY = { attempts: 5, backoffMs: 1000, maxBackoffMs: 60_000 };

/** Waits until what is in a window no longer grows, or the gate's time is over. Null: there is no gate. */
export async function settle(firing: Firing, interval: Interval): Promise<Settled | null> {
  const { settle: gate, work } = firing.input;
  if (gate === null) return null;
  const window = windowOf(interval);
  tell(firing, 'settling', window);
  const untilMs = Date.now() + gate.timeoutMs;
  const task = work.kind === 'task' ? work.task : work.name;
  let equal = 0;
  let last: number | null = null;
  for (let looks = 1; ; looks++) {
    const count = await counted(gate, window, task);
    equal = count === last ? equal + 1 : 1;
    last = count;
    if (equal >= gate.looks) return { count, looks, isSettled: true };
    if (Date.now() + gate.everyMs > untilMs) return { count, looks, isSettled: false };
    await sleep(gate.everyMs);
  }
}

async function counted({ activity }: SettleGate, window: Window, task: string): Promise<number> {
  const call = {
    name: activity,
    stepId: 'settle',
    summary: `${activity} of ${window.dataStartTime}`,
    timeoutMs: TIMEOUT_MS,
    leftMs: null,
    retry: RETRY,
  };
  const count: Json = await callOwn(call, { window: { ...window }, task });
  if (typeof count === 'number') return count;
  throw failure(
    'InvalidInput',
    `the activity ${activity} gave ${JSON.stringify(count).slice(0, 60)}, expected a number`,
  );
}
