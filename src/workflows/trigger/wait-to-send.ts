import { sleep } from '@temporalio/workflow';
import { resendDelayMs } from '../../model/run/trigger-answer.js';
import type { Prepared } from './prepare.js';
import type { WhenUnsent } from './trigger-beyond.js';
import { late } from './triggered.js';
import type { Triggered } from './triggered.js';

/** Waits before a request that was not sent is sent again, or ends the trigger where its time would be over by then. */
export const waitToSend =
  (prepared: Prepared): WhenUnsent<Triggered> =>
  async ({ retryAfterMs }, unsent, posts) => {
    const delayMs = resendDelayMs(unsent, retryAfterMs);
    if (isLate(prepared, delayMs)) return late(prepared, posts);
    await sleep(delayMs);
    return null;
  };

const isLate = ({ giveUpAtMs }: Prepared, delayMs: number): boolean =>
  giveUpAtMs !== null && Date.now() + delayMs > giveUpAtMs;
