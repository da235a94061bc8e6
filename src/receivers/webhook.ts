import { createHmac } from 'node:crypto';
import type { WebhookSettings } from '../model/notification/receiver.js';
import { misconfigured } from './outlet.js';
import type { Message, Outlet, Surroundings } from './outlet.js';
import { postJson } from './post-json.js';
import { secretOf } from './secret-of.js';

const SECRET = /^(?:whsec_)?([A-Za-z0-9+/]+={0,2})$/;

/** POSTs a notice by the convention of Standard Webhooks (https://www.standardwebhooks.com). */
export const webhook =
  ({ url, secret }: WebhookSettings, surroundings: Surroundings): Outlet =>
  async (message) => {
    const to = typeof url === 'string' ? { secret: url } : secretOf('url', url, surroundings);
    if ('problem' in to) return misconfigured(to.problem);
    const read = secretOf('secret', secret, surroundings);
    if ('problem' in read) return misconfigured(read.problem);
    const key = keyOf(read.secret);
    if (key === null) return misconfigured(WRONG_SECRET);
    const body = JSON.stringify(payloadOf(message));
    return postJson({ url: to.secret, body, headers: signed(key, message.notice.id, body) }, surroundings);
  };

const WRONG_SECRET =
  'the secret must be 24 to 64 bytes in base64, with or without whsec_ before them; create one with `openssl rand -base64 32`';

function keyOf(secret: string): Buffer | null {
  const key = Buffer.from(SECRET.exec(secret)?.[1] ?? '', 'base64');
  return key.length >= 24 && key.length <= 64 ? key : null;
}

/** The time of the attempt, not of the notice: receivers refuse what is older than some minutes. */
function signed(key: Buffer, id: string, body: string): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}

const payloadOf = ({ notice, text }: Message) => ({
  type: `notification.${notice.kind.replaceAll('-', '_')}`,
  timestamp: notice.at,
  data: { ...notice, text: text.text, link: text.link, title: text.title },
});
