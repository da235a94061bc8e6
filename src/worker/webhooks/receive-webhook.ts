import type { Logger } from '@temporalio/common';
import { idsIn } from '../../model/api/ids-in.js';
import { MAX_AGE_MS, deliveryProblem } from './verify-delivery.js';
import type { Delivery } from './verify-delivery.js';
import { RecentIds } from './recent-ids.js';

/** What became of a delivery. */
export type WebhookResult = 'woke' | 'nothing-to-wake' | 'repeated' | 'refused' | 'unreadable' | 'failed';

/** An answer to a delivery; the service delivers again what is answered with another status than 2xx. */
export interface WebhookAnswer {
  status: number;
  text: string;
  result: WebhookResult;
}

export interface WebhookParts {
  secret: string;
  log: Pick<Logger, 'info' | 'warn'>;
  /** Wakes the waits for tasks or runs of these IDs, and says how many. */
  wake: (ids: readonly string[]) => Promise<number>;
}

/** Deliveries that are remembered, so that one which came twice wakes once. */
const MAX_REMEMBERED = 10_000;
/** Longer than a delivery can be good in the future and in the past together. */
const REMEMBERED_MS = 2 * MAX_AGE_MS;

/**
 * What receives Arize's webhooks. A delivery is a hint: it is believed only if its signature fits and its time is near, and even
 * then it does no more than make the waits for the tasks and runs that it names look at once.
 */
export function webhookReceiver(parts: WebhookParts): (delivery: Delivery) => Promise<WebhookAnswer> {
  const recent = new RecentIds({ keptMs: REMEMBERED_MS, max: MAX_REMEMBERED });
  return async (delivery) => {
    const nowMs = Date.now();
    const problem = deliveryProblem(delivery, parts.secret, nowMs);
    if (problem !== null) return refused(parts, problem);
    const id = String(delivery.headers['x-arize-webhook-id'] ?? '');
    if (id !== '' && recent.has(id, nowMs)) return { status: 204, text: '', result: 'repeated' };
    const answer = await take(parts, delivery);
    if (id !== '' && answer.status < 300) recent.add(id, nowMs);
    return answer;
  };
}

function refused({ log }: WebhookParts, problem: string): WebhookAnswer {
  log.warn('a webhook was refused', { problem });
  return { status: 401, text: problem, result: 'refused' };
}

async function take({ log, wake }: WebhookParts, { headers, body }: Delivery): Promise<WebhookAnswer> {
  const event = eventOf(headers['x-arize-webhook-event']);
  const ids = idsInText(body.toString('utf8'));
  if (ids === null) return { status: 400, text: 'the body is not JSON', result: 'unreadable' };
  try {
    const woken = await wake(ids);
    log.info('a webhook came', { event, ids, woken });
    return { status: 204, text: '', result: woken > 0 ? 'woke' : 'nothing-to-wake' };
  } catch (error) {
    log.warn('a webhook could not wake anything', { event, ids, error: String(error) });
    return { status: 503, text: 'Temporal could not be asked', result: 'failed' };
  }
}

/** A name for the log, whatever was sent. */
const eventOf = (header: string | string[] | undefined): string =>
  /^\w{1,64}$/.test(String(header)) ? String(header) : 'unknown';

function idsInText(text: string): string[] | null {
  try {
    return idsIn(JSON.parse(text));
  } catch {
    return null;
  }
}
