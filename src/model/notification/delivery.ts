import { flag, nullable, optional, shape } from '../base/checks.js';
import { noticeCheck } from './notice.js';
import type { Notice, NoticeKind } from './notice.js';
import { receiverNames } from './notify-rules.js';

/** Input of the workflow `deliverNotice`. */
export interface DeliverNoticeInput {
  notice: Notice;
  /** The names of the receivers; null: those that the workers' file names by default for this kind. */
  to: readonly string[] | null;
  /** Tries each receiver once, for somebody who waits. When absent, a receiver is tried again for 24 hours. */
  once?: boolean;
}

/** Request of the activity `defaultReceivers`. */
export interface DefaultReceiversRequest {
  kind: NoticeKind;
}

/** Request of the activity `sendNotice`. */
export interface SendNoticeRequest {
  to: string;
  notice: Notice;
}

/** What a receiver said when it took a notice. */
export interface Receipt {
  /** `webhook`, `slack`, …. */
  channel: string;
  /** Such as `HTTP 200`. */
  answer: string;
}

/** What became of a notice at one receiver. */
export type Delivery = { to: string } & (({ delivered: true } & Receipt) | { delivered: false; why: string });

/** Result of `deliverNotice`, and the details of its failure. */
export interface DeliveryResult {
  noticeId: string;
  deliveries: Delivery[];
}

export const undelivered = ({ deliveries }: DeliveryResult): Delivery[] =>
  deliveries.filter(({ delivered }) => !delivered);

/** The memo under which `deliverNotice` keeps what lists show. */
export const NOTICE_MEMO = 'notice';

/** What is in that memo: from the start without the deliveries. */
export interface NoticeMemo extends Pick<Notice, 'id' | 'kind' | 'at' | 'title'> {
  subject: string;
  to: readonly string[] | null;
  deliveries?: Delivery[];
}

const deliverNoticeCheck = shape<DeliverNoticeInput>({
  notice: noticeCheck,
  to: nullable(receiverNames),
  once: optional(flag),
});

/** What is wrong with an input of `deliverNotice` from any program; null if nothing is. */
export const deliverNoticeProblem = (input: unknown): string | null => deliverNoticeCheck(input, 'input');

/** A notice in a list. What is null is not readable here. */
export interface ListedNotice {
  workflowId: string;
  /** `stopped`: somebody cancelled or terminated its delivery. */
  state: 'sending' | 'delivered' | 'undelivered' | 'stopped';
  /** ISO 8601 with zone. */
  at: string;
  kind: Notice['kind'] | null;
  subject: string | null;
  title: string | null;
  to: readonly string[];
  /** Empty until it has ended. */
  deliveries: readonly Delivery[];
}
