import { beforeEach, describe, expect, test } from 'vitest';
import { webhookReceiver } from '../../../src/worker/webhooks/receive-webhook.js';
import type { WebhookAnswer } from '../../../src/worker/webhooks/receive-webhook.js';
import { MAX_AGE_MS } from '../../../src/worker/webhooks/verify-delivery.js';
import { SECRET, signed } from './sign.js';

const TASK = btoa('OnlineTask:45:qRwX');
const BODY = JSON.stringify({ source_id: TASK, data: { text: 'the words of a span' } });

let woken: (readonly string[])[];
let logged: string;
let wake: () => Promise<number>;
beforeEach(() => {
  woken = [];
  logged = '';
  wake = () => Promise.resolve(1);
});

function receiver(): (body: string, headers: Record<string, string>) => Promise<WebhookAnswer> {
  const note = (message: string, meta?: object): void => void (logged += JSON.stringify([message, meta]));
  const receive = webhookReceiver({
    secret: SECRET,
    log: { info: note, warn: note },
    wake: (ids) => {
      woken.push(ids);
      return wake();
    },
  });
  return (body, headers) => receive({ body: Buffer.from(body), headers });
}

test('a delivery that is signed and new wakes what it names, and its text gets into no log', async () => {
  expect(await receiver()(BODY, signed(BODY))).toMatchObject({ status: 204, result: 'woke' });
  expect(woken).toEqual([[TASK]]);
  expect(logged).toContain('ONLINE_TASK_RUN_FAILED');
  expect(logged).not.toContain('the words');
});

describe('a delivery wakes nothing', () => {
  const unsigned = { 'x-arize-webhook-timestamp': signed(BODY)['x-arize-webhook-timestamp'] ?? '' };
  test.each([
    ['without a signature', BODY, unsigned],
    ['signed with another secret', BODY, signed(BODY, { secret: 'another' })],
    ['with another body than was signed', `${BODY} `, signed(BODY)],
    ['with another time than was signed', BODY, { ...signed(BODY), 'x-arize-webhook-timestamp': '1' }],
    ['with a time that is none', BODY, { ...signed(BODY), 'x-arize-webhook-timestamp': 'now' }],
    ['with a signature of another form', BODY, { ...signed(BODY), 'x-arize-webhook-signature': 'v2=00' }],
    ['older than five minutes', BODY, signed(BODY, { atMs: Date.now() - MAX_AGE_MS - 2000 })],
    ['from the future', BODY, signed(BODY, { atMs: Date.now() + MAX_AGE_MS + 5000 })],
  ])('%s', async (_, body, headers) => {
    expect(await receiver()(body, headers)).toMatchObject({ status: 401, result: 'refused' });
    expect(woken).toEqual([]);
    expect(logged).toContain('a webhook was refused');
    expect(logged).not.toContain(SECRET);
  });

  test('that came before', async () => {
    const receive = receiver();
    await receive(BODY, signed(BODY));
    expect(await receive(BODY, signed(BODY))).toMatchObject({ status: 204, result: 'repeated' });
    expect(await receive(BODY, signed(BODY, { id: 'delivery-2' }))).toMatchObject({ result: 'woke' });
    expect(woken).toHaveLength(2);
  });

  test('whose body is no JSON, which is said', async () => {
    expect(await receiver()('{', signed('{'))).toMatchObject({ status: 400, result: 'unreadable' });
    expect(woken).toEqual([]);
  });
});

test('several signatures, as while a secret is exchanged, are good if one of them fits', async () => {
  const headers = signed(BODY);
  const both = {
    ...headers,
    'x-arize-webhook-signature': `v1=${'0'.repeat(64)}, ${headers['x-arize-webhook-signature']}`,
  };
  expect(await receiver()(BODY, both)).toMatchObject({ status: 204 });
});

test('if Temporal does not answer, the service is asked to deliver again, and the next delivery of the same ID wakes', async () => {
  const receive = receiver();
  wake = () => Promise.reject(new Error('no connection'));
  expect(await receive(BODY, signed(BODY))).toMatchObject({ status: 503, result: 'failed' });
  wake = () => Promise.resolve(2);
  expect(await receive(BODY, signed(BODY))).toMatchObject({ status: 204, result: 'woke' });
});

test('a delivery that names nothing anybody waits for is taken all the same', async () => {
  wake = () => Promise.resolve(0);
  expect(await receiver()('{}', signed('{}'))).toMatchObject({ status: 204, result: 'nothing-to-wake' });
});
