import { createHmac } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import type { SimulatorOptions } from '../../src/simulator/index.js';
import { startHttpServer } from '../support/http-server.js';
import type { Answer, Received, TestServer } from '../support/http-server.js';
import { until } from '../support/until.js';
import { pastWindow, runPath, startRig, textOf, type Reply, type Rig } from './rig.js';

let rig: Rig;
afterEach(() => rig.simulator.close());

const startWith = async (options: SimulatorOptions = {}): Promise<void> => {
  rig = await startRig({ advance: { by: 'clock' }, runSeconds: 0.1, httpWebhooks: true, ...options });
};

async function createWebhook(more: object): Promise<Reply> {
  const organization = await rig.call('GET', '/v2/organizations');
  const [first] = Object.values(organization.body['organizations'] ?? {});
  return rig.call('POST', '/v2/webhooks', {
    organization_id: first?.['id'],
    name: 'worker',
    auth_type: 'HMAC_SHA256',
    ...more,
  });
}

/** A webhook for the failures of a task: its receiver, and the path of the webhook and its secret. */
async function subscribe(
  answering: (request: Received) => Answer,
  task = 'fresh-relevance',
): Promise<{ server: TestServer; path: string; secret: string }> {
  const server = await startHttpServer(answering);
  const { body } = await createWebhook({ url: `${server.baseUrl}/hook` });
  await rig.call('POST', '/v2/webhook-subscriptions', {
    webhook_id: body['id'],
    source_type: 'ONLINE_TASK',
    source_id: await rig.idOf('tasks', task),
  });
  return {
    server,
    path: `/v2/webhooks/${encodeURIComponent(textOf(body['id']))}`,
    secret: textOf(body['secret']),
  };
}

const fails = (failureReason: string, times = 1): void =>
  void rig.simulator.addBehaviour({ outcome: 'failed', failureReason, times });

async function runOnce(): Promise<void> {
  const { body } = await rig.trigger('fresh-relevance', pastWindow(1));
  await until(async () => {
    const run = await rig.call('GET', runPath(body['id']));
    return ['FAILED', 'COMPLETED'].includes(textOf(run.body['status']));
  });
}

test('a webhook is told, signed and by itself, that an evaluation task starts to fail', async () => {
  await startWith();
  const { server, secret } = await subscribe(() => ({ status: 200 }));
  fails('model not found');
  const { body } = await rig.trigger('fresh-relevance', pastWindow(1));
  await until(() => server.received.length === 1);
  const headers = server.received[0]?.headers ?? {};
  const text = server.received[0]?.body ?? '';
  const timestamp = String(headers['x-arize-webhook-timestamp']);
  const hmac = createHmac('sha256', secret).update(`${timestamp}.${text}`).digest('hex');
  expect(headers).toMatchObject({
    'x-arize-webhook-event': 'ONLINE_TASK_RUN_FAILED',
    'x-arize-webhook-signature': `v1=${hmac}`,
  });
  expect(Math.abs(Date.now() / 1000 - Number(timestamp))).toBeLessThan(60);
  expect(text).toContain(textOf(body['id']));
});

test('it is told once for a cause, again when the cause changes, and again after the task was well', async () => {
  await startWith();
  const { server } = await subscribe(() => ({ status: 204 }));
  const told = (): string[] =>
    server.received.map(
      ({ body }) => (JSON.parse(body) as { data: { failure_reason: string } }).data.failure_reason,
    );
  fails('first', 2);
  await runOnce();
  await runOnce();
  fails('second');
  await runOnce();
  await runOnce();
  fails('second');
  await runOnce();
  await until(() => server.received.length === 3);
  expect(told()).toEqual(['first', 'second', 'second']);
});

test('a delivery that is not taken comes again with its ID, and every attempt is listed', async () => {
  await startWith();
  let requests = 0;
  const { server, path } = await subscribe(() => ({ status: ++requests === 1 ? 500 : 200 }));
  fails('model not found');
  await runOnce();
  await until(() => server.received.length === 2);
  const ids = new Set(server.received.map(({ headers }) => headers['x-arize-webhook-id']));
  expect(ids.size).toBe(1);
  await until(async () => {
    const { text } = await rig.call('GET', `${path}/delivery-attempts`);
    return text.includes('"status_code":500') && text.includes('"status_code":200');
  });
});

test('the secret is shown once, and an address that is not https is refused unless told otherwise', async () => {
  await startWith({ httpWebhooks: false });
  const refused = await createWebhook({ url: 'http://127.0.0.1:1/hook' });
  expect([refused.status, textOf(refused.body['detail'])]).toEqual([400, 'url: must be an https URL']);
  const created = await createWebhook({ url: 'https://hooks.example/ax' });
  expect(created.status).toBe(201);
  const secret = textOf(created.body['secret']);
  const got = await rig.call('GET', `/v2/webhooks/${encodeURIComponent(textOf(created.body['id']))}`);
  expect(got.status).toBe(200);
  expect(got.text).not.toContain(secret);
});

test('a webhook that is deleted gets nothing more, and neither does one for a run of an experiment', async () => {
  await startWith();
  const { server, path } = await subscribe(() => ({ status: 200 }));
  const other = await subscribe(() => ({ status: 200 }), 'generate-answers');
  expect((await rig.call('DELETE', path)).status).toBe(204);
  fails('model not found', 2);
  await runOnce();
  await rig.trigger('generate-answers', { experiment_name: 'fails' });
  const { server: witness } = await subscribe(() => ({ status: 200 }));
  fails('another cause');
  await runOnce();
  await until(() => witness.received.length === 1);
  expect([server.received, other.server.received]).toEqual([[], []]);
});
