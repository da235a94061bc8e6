import { createHmac } from 'node:crypto';

export const SECRET = 'whsec-of-the-test';

/** The headers of a delivery, signed as the service signs it. */
export function signed(
  body: string,
  { atMs = Date.now(), id = 'delivery-1', secret = SECRET } = {},
): Record<string, string> {
  const timestamp = String(Math.floor(atMs / 1000));
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return {
    'x-arize-webhook-id': id,
    'x-arize-webhook-event': 'ONLINE_TASK_RUN_FAILED',
    'x-arize-webhook-timestamp': timestamp,
    'x-arize-webhook-signature': `v1=${signature}`,
  };
}
