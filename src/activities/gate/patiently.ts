import { Context, sleep } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { BrokenAnswerError, RateLimitError } from '../../ax/base/errors.js';
import type { AxError } from '../../ax/base/errors.js';
import { formatDuration } from '../../model/time/duration.js';
import type { HeldUp } from '../../model/run/progress.js';

const MAX_WAIT_MS = 60_000;
const DEFAULT_WAIT_MS = 5000;
const MAX_WAITS = 20;

const waiting = new WeakMap<Context, HeldUp>();

/** Until when the activity in which it is called waits, and why; null while it does not. For its heartbeats. */
export const heldUp = (): HeldUp | null => waiting.get(Context.current()) ?? null;

/** An answer that cannot be read is asked for again for this long, in milliseconds; then it is final. */
export const UNREADABLE_PATIENCE_MS = 2 * 60_000;
const UNREADABLE_WAIT_MS = 5000;

/**
 * Reads one of many pages. If the service limits its requests, it waits here for as long as the service asks: an attempt that
 * fails starts with the first page again, and would meet the same limit at the same page each time. An answer that cannot
 * be read (a proxy's page in the place of JSON, for example) is asked for again until `patienceMs` have passed.
 * @throws ApplicationFailure that is not retried, if the answer cannot be read even then
 */
export async function patiently<T>(read: () => Promise<T>, patienceMs = UNREADABLE_PATIENCE_MS): Promise<T> {
  let waits = 0;
  let unreadableSinceMs: number | null = null;
  for (;;) {
    try {
      return await read();
    } catch (error) {
      if (isUnreadable(error)) {
        unreadableSinceMs ??= Date.now();
        if (Date.now() + UNREADABLE_WAIT_MS > unreadableSinceMs + patienceMs)
          throw stillUnreadable(error, patienceMs);
        await sleepAsTold(UNREADABLE_WAIT_MS, error);
      } else await sleepAsTold(limitedForMs(error, waits++), error as RateLimitError);
    }
  }
}

function limitedForMs(error: unknown, waits: number): number {
  if (!(error instanceof RateLimitError)) throw error;
  const waitMs = error.retryAfterMs ?? DEFAULT_WAIT_MS;
  if (waitMs > MAX_WAIT_MS || waits >= MAX_WAITS) throw error;
  return waitMs;
}

/** Whether the service answered, and not with what was asked for. A lost connection and a refusal are something else. */
const isUnreadable = (error: unknown): error is BrokenAnswerError =>
  error instanceof BrokenAnswerError && error.status !== null && error.status >= 200 && error.status < 300;

/** The failure of an answer that stays unreadable. */
const stillUnreadable = ({ kind, message }: BrokenAnswerError, patienceMs: number): ApplicationFailure =>
  ApplicationFailure.nonRetryable(
    patienceMs < 1000 ? message : `${message} It stayed unreadable for ${formatDuration(patienceMs)}.`,
    kind,
  );

async function sleepAsTold(waitMs: number, { message }: AxError): Promise<void> {
  const context = Context.current();
  waiting.set(context, { until: new Date(Date.now() + waitMs).toISOString(), problem: message });
  await sleep(waitMs);
  waiting.delete(context);
}
