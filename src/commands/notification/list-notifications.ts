import { listNotices } from '../../client/notification/notices.js';
import type { ListedNotice } from '../../model/notification/delivery.js';
import { EXIT } from '../../model/temporal/exit-codes.js';
import { noticeTable } from '../../terminal/views/notification-view.js';
import type { CliContext } from '../base/context.js';
import { Output } from '../base/output.js';
import type { CallOptions } from '../session/call-once.js';
import { withSession } from '../session/session.js';

export interface ListNotificationsOptions extends CallOptions {
  undelivered?: boolean;
  limit?: number;
}

const DEFAULT_LIMIT = 15;

/** The notices that were sent or are being sent, newest first. */
export async function listNotifications(
  context: CliContext,
  { undelivered: isUndelivered = false, limit = DEFAULT_LIMIT, ...options }: ListNotificationsOptions,
): Promise<number> {
  const output = new Output(context, options);
  const { notices, hasMore } = await withSession(context, options, ({ client }) =>
    firstOf(listNotices(client, { isUndelivered }), limit),
  );
  output.result('notifications', { notifications: notices }, (style) =>
    noticeTable(notices, style, context.nowMs()),
  );
  if (hasMore) output.note(`More results exist: raise --limit above ${limit}.`);
  return EXIT.success;
}

async function firstOf(
  all: AsyncIterable<ListedNotice>,
  limit: number,
): Promise<{ notices: ListedNotice[]; hasMore: boolean }> {
  const notices: ListedNotice[] = [];
  for await (const notice of all) {
    if (notices.length >= limit) return { notices, hasMore: true };
    notices.push(notice);
  }
  return { notices, hasMore: false };
}
