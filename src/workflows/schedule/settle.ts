import { ActivityFailure } from '@temporalio/common';
import { sleep } from '@temporalio/workflow';
import type { Settled } from '../../model/schedule/firing.js';
import {
  NOTHING_SEEN,
  afterCount,
  everyMsOf,
  seenBy,
  waitsText,
  withCount,
} from '../../model/schedule/settling.js';
import type { Count, Settling } from '../../model/schedule/settling.js';
import type { Interval } from '../../model/time/interval.js';
import { messageOf } from '../shared/failures.js';
import { counterOf } from './count-window.js';
import { tell, windowOf } from './firing.js';
import type { Firing } from './firing.js';

const MAX_PROBLEM = 200;

/** Waits until what is in a window no longer changes, or the gate's time is over. Null: there is no gate. */
export async function settle(firing: Firing, interval: Interval): Promise<Settled | null> {
  const { settle: gate } = firing.input;
  if (gate === null) return null;
  const window = windowOf(interval);
  tell(firing, 'settling', window);
  const untilMs = Date.now() + gate.timeoutMs;
  const counted = counterOf(firing, gate, interval);
  let settling: Settling = NOTHING_SEEN;
  for (;;) {
    const count = await inTime(() => counted(untilMs - Date.now()));
    if ('problem' in count) return { ...seenBy(gate, settling), ...count, isSettled: false };
    settling = withCount(settling, count, Date.now());
    const then = afterCount(gate, settling, Date.now(), untilMs);
    if (then !== 'wait') return { ...seenBy(gate, settling), isSettled: then === 'settled' };
    tell(firing, 'settling', window, waitsText(gate, settling));
    await sleep(everyMsOf(gate));
  }
}

/** A count that is not answered before the gate's time is over is none: then the last failure tells why. */
async function inTime(count: () => Promise<Count>): Promise<Count | { problem: string }> {
  try {
    return await count();
  } catch (error) {
    if (error instanceof ActivityFailure && error.retryState === 'TIMEOUT')
      return { problem: messageOf(error).slice(0, MAX_PROBLEM) };
    throw error;
  }
}
