import { ApplicationFailure } from '@temporalio/common';
import { metricMeter } from '@temporalio/activity';
import type { Receipt, SendNoticeRequest } from '../../model/notification/delivery.js';
import { FAILURES } from '../../model/temporal/failure-types.js';
import type { FailureType } from '../../model/temporal/failure-types.js';
import { METRICS, count } from '../../model/temporal/metrics.js';
import type { ActivityDeps } from '../base/deps.js';
import { clampDelayMs } from '../base/failures.js';

/**
 * Sends a notice to a receiver. Fails as `ReceiverUnknown`, `ReceiverUnavailable` (both are tried again) or
 * `ReceiverRefused`, with the channel in the details.
 */
export const sendNotice =
  ({ receivers }: ActivityDeps) =>
  async ({ to, notice }: SendNoticeRequest): Promise<Receipt> => {
    const channel = receivers?.channelOf(to) ?? null;
    if (receivers === undefined || channel === null) throw unknown(to);
    const sent = await receivers.send(to, notice);
    if (sent.kind === 'taken') return { channel, answer: sent.answer };
    if (sent.kind === 'refused') throw undelivered('ReceiverRefused', sent.why, channel);
    count(metricMeter, METRICS.notifications, { channel, outcome: 'attempt-failed' });
    throw undelivered('ReceiverUnavailable', sent.why, channel, sent.retryAfterMs);
  };

const unknown = (to: string): ApplicationFailure =>
  undelivered(
    'ReceiverUnknown',
    `the worker has no receiver ${JSON.stringify(to)}: add it to the file of AX_TASKS_RECEIVERS of all workers of the task queue`,
    'unknown',
  );

const undelivered = (
  type: FailureType,
  message: string,
  channel: string,
  retryAfterMs: number | null = null,
): ApplicationFailure =>
  ApplicationFailure.create({
    message,
    type,
    nonRetryable: !FAILURES[type].retryable,
    details: [{ channel }],
    ...(retryAfterMs === null ? {} : { nextRetryDelay: clampDelayMs(retryAfterMs) }),
  });
