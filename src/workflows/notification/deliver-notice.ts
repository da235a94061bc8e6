import { ApplicationFailure, TimeoutFailure } from '@temporalio/common';
import { isCancellation, upsertMemo } from '@temporalio/workflow';
import { NOTICE_MEMO, deliverNoticeProblem, undelivered } from '../../model/notification/delivery.js';
import type { Delivery, DeliverNoticeInput, DeliveryResult } from '../../model/notification/delivery.js';
import { noticeMemo, undeliveredText } from '../../model/notification/delivery-text.js';
import type { Notice } from '../../model/notification/notice.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { askingDefaults, sending } from '../shared/activities.js';
import { failure, innermost } from '../shared/failures.js';
import { reportNotice } from '../shared/report.js';
import { requireInput } from '../shared/require-input.js';

/**
 * Delivers a notice to each of its receivers, in parallel (design/notification.md).
 *
 * Fails as `NoticeUndelivered`, with the result in the details, if a receiver did not take it in time, so that it is seen
 * in the list of workflows.
 */
export async function deliverNotice(input: DeliverNoticeInput): Promise<DeliveryResult> {
  requireInput(WORKFLOWS.deliverNotice, deliverNoticeProblem(input));
  const { notice, once = false } = input;
  const to = input.to ?? (await defaultsFor(notice));
  const deliveries = await Promise.all(to.map((name) => deliver(name, notice, once)));
  const result: DeliveryResult = { noticeId: notice.id, deliveries };
  upsertMemo({ [NOTICE_MEMO]: noticeMemo(notice, to, deliveries) });
  if (undelivered(result).length === 0) return result;
  throw failure('NoticeUndelivered', undeliveredText(result), result);
}

async function defaultsFor({ kind }: Notice): Promise<readonly string[]> {
  if (kind === 'test') return [];
  try {
    return await askingDefaults.defaultReceivers({ kind });
  } catch (error) {
    if (isCancellation(error)) throw error;
    throw failure('NoticeUndelivered', `no worker said who is told by default: ${whyOf(error)}`);
  }
}

async function deliver(to: string, notice: Notice, once: boolean): Promise<Delivery> {
  try {
    const receipt = await sending(once, `${notice.kind} to ${to}`).sendNotice({ to, notice });
    reportNotice(receipt.channel, 'delivered');
    return { to, delivered: true, ...receipt };
  } catch (error) {
    if (isCancellation(error)) throw error;
    reportNotice(channelOf(lastOf(error)), 'undelivered');
    return { to, delivered: false, why: whyOf(error) };
  }
}

/** What the last attempt failed with, if time ran out after it. */
function lastOf(error: unknown): unknown {
  const inner = innermost(error);
  return inner instanceof TimeoutFailure && inner.cause instanceof ApplicationFailure ? inner.cause : inner;
}

const channelOf = (error: unknown): string => {
  const details = error instanceof ApplicationFailure ? error.details?.[0] : undefined;
  return (details as { channel?: string } | undefined)?.channel ?? 'unknown';
};

function whyOf(error: unknown): string {
  const last = lastOf(error);
  return last instanceof Error ? last.message : String(last);
}
