import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { startWebhookServer } from '../../../src/worker/webhooks/webhook-server.js';
import type { WebhookAnswer } from '../../../src/worker/webhooks/receive-webhook.js';
import type { Delivery } from '../../../src/worker/webhooks/verify-delivery.js';

const bodies: string[] = [];

const take = ({ body }: Delivery): Promise<WebhookAnswer> => {
  bodies.push(body.toString());
  return Promise.resolve({ status: 204, text: '', result: 'woke' });
};

async function url(): Promise<string> {
  const server = await startWebhookServer({ host: '127.0.0.1', port: 0 }, take);
  onTestFinished(() => server.close());
  return `http://127.0.0.1:${server.port}`;
}

test('only POST to one path is taken, and other requests are told so', async () => {
  const base = await url();
  expect((await fetch(`${base}/webhooks/arize`, { method: 'POST', body: '{}' })).status).toBe(204);
  expect(bodies).toEqual(['{}']);
  const got = await fetch(`${base}/webhooks/arize`);
  expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST']);
  expect((await fetch(base, { method: 'POST' })).status).toBe(404);
});

test('a body that does not end at 256 KiB is not read on', async () => {
  const base = await url();
  const before = bodies.length;
  const sent = fetch(`${base}/webhooks/arize`, { method: 'POST', body: 'x'.repeat(10_000_000) });
  // The connection may be cut before the answer is read.
  expect(
    await sent.then(
      ({ status }) => status,
      () => 413,
    ),
  ).toBe(413);
  expect(bodies).toHaveLength(before);
});

test('an address that is taken is an error of the configuration that names the variable', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  onTestFinished(() => void taken.close());
  const { port } = taken.address() as AddressInfo;
  await expect(startWebhookServer({ host: '127.0.0.1', port }, take)).rejects.toThrow(
    `AX_TASKS_WEBHOOK_ADDRESS: cannot listen on 127.0.0.1:${port}: another program`,
  );
});
