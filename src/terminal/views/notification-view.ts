import type { Delivery, ListedNotice } from '../../model/notification/delivery.js';
import type { Style, Tone } from '../style.js';
import { formatTable } from '../text/table.js';
import { relativeTime } from '../text/time.js';

const TONES: Readonly<Record<ListedNotice['state'], Tone>> = {
  sending: 'plain',
  delivered: 'good',
  undelivered: 'bad',
  stopped: 'warn',
};

export const noticeTable = (notices: readonly ListedNotice[], style: Style, nowMs: number): string[] =>
  notices.length === 0
    ? ['No notifications.']
    : formatTable(
        [
          { title: '', value: ({ state }) => state, tone: ({ state }) => TONES[state] },
          { title: 'WHEN', value: ({ at }) => relativeTime(at, nowMs) },
          { title: 'KIND', value: ({ kind }) => kind ?? '?' },
          { title: 'TITLE', value: ({ title }) => title ?? '?', wraps: true },
          { title: 'RECEIVERS', value: receiversText, wraps: true },
          { title: 'WORKFLOW', value: ({ workflowId }) => workflowId, drop: 1 },
        ],
        notices,
        style,
      );

const receiversText = ({ to, deliveries }: ListedNotice): string =>
  deliveries.length === 0 ? to.join(', ') || 'the default' : deliveries.map(receiverText).join('; ');

const receiverText = (delivery: Delivery): string =>
  delivery.delivered ? delivery.to : `${delivery.to}: ${delivery.why}`;

/** What a receiver said to a test. */
export const deliveryLine = (delivery: Delivery): string =>
  delivery.delivered
    ? `Delivered to ${delivery.to} (${delivery.channel}): ${delivery.answer}.`
    : `Not delivered to ${delivery.to}: ${delivery.why}.`;
