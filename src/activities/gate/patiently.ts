import { Context, sleep } from '@temporalio/activity';
import { RateLimitError } from '../../ax/base/errors.js';
import type { HeldUp } from '../../model/run/progress.js';

const MAX_WAIT_MS = 60_000;
const DEFAULT_WAIT_MS = 5000;
const MAX_WAITS = 20;

const waiting = new WeakMap<Context, HeldUp>();

/** Until when the activity in which it is called waits, and why; null while it does not. For its heartbeats. */
export const heldUp = (): HeldUp | null => waiting.get(Context.current()) ?? null;

/**
 * Reads one of many pages. Where the service says "not so fast", it waits here for as long as it is told: an attempt that
 * fails begins with the first page again, and would meet the same limit at the same page forever.
 */
export async function patiently<T>(read: () => Promise<T>): Promise<T> {
  for (let waits = 0; ; waits += 1) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof RateLimitError)) throw error;
      const waitMs = error.retryAfterMs ?? DEFAULT_WAIT_MS;
      if (waitMs > MAX_WAIT_MS || waits >= MAX_WAITS) throw error;
      await sleepAsTold(waitMs, error);
    }
  }
}

async function sleepAsTold(waitMs: number, { message }: RateLimitError): Promise<void> {
  const context = Context.current();
  waiting.set(context, { until: new Date(Date.now() + waitMs).toISOString(), problem: message });
  await sleep(waitMs);
  waiting.delete(context);
}
