import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Webhook } from './webhook.js';

/** How long after an attempt that failed the next one comes. The service's own times are not published. */
const AGAIN_AFTER_MS = [500, 2000, 10_000, 60_000];

/** Sends an event until an answer of 2xx comes or the last attempt has failed. Every attempt is signed anew. */
export async function deliver(
  webhook: Webhook,
  event: string,
  content: object,
  closed: AbortSignal,
): Promise<void> {
  const deliveryId = randomUUID();
  const body = JSON.stringify(content);
  for (const againMs of [...AGAIN_AFTER_MS, null]) {
    const status = await attempt(webhook, { deliveryId, event, body }, closed);
    if (closed.aborted) return;
    webhook.attempts.push({
      ordinal: webhook.attempts.length,
      delivery_id: deliveryId,
      event,
      attempted_at: new Date().toISOString(),
      status_code: status,
    });
    if ((status !== null && status >= 200 && status < 300) || againMs === null) return;
    await sleep(againMs, undefined, { signal: closed, ref: false }).catch(() => undefined);
    if (closed.aborted) return;
  }
}

interface Delivery {
  deliveryId: string;
  event: string;
  body: string;
}

async function attempt(webhook: Webhook, delivery: Delivery, closed: AbortSignal): Promise<number | null> {
  try {
    const signal = AbortSignal.any([closed, AbortSignal.timeout(webhook.timeout_ms)]);
    const response = await fetch(webhook.url, {
      method: 'POST',
      headers: headersOf(webhook, delivery),
      body: delivery.body,
      redirect: 'manual',
      signal,
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return null;
  }
}

function headersOf(webhook: Webhook, { deliveryId, event, body }: Delivery): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const headers = {
    ...webhook.headers,
    'content-type': 'application/json',
    'x-arize-webhook-id': deliveryId,
    'x-arize-webhook-event': event,
    'x-arize-webhook-timestamp': timestamp,
  };
  if (webhook.auth_type === 'BEARER') return { ...headers, authorization: webhook.secret };
  const hmac = createHmac('sha256', webhook.secret).update(`${timestamp}.${body}`).digest('hex');
  return { ...headers, 'x-arize-webhook-signature': `v1=${hmac}` };
}
