import { expect, test, vi } from 'vitest';
import type { AxError } from '../../src/ax/index.js';
import { type AxClient } from '../../src/ax/index.js';
import { startHttpServer, type Answer, type Received } from '../support/http-server.js';
import { answering, clientOf, problem, rejection, RUN, TASK, wireRun } from './support.js';

const TASK_KIND = { id: TASK, type: 'TEMPLATE_EVALUATION', projectId: 'p', datasetId: null };
const WINDOW = { dataStartTime: '2026-11-01T00:00:00Z', dataEndTime: '2026-11-02T00:00:00Z' };

const look = (client: AxClient) => client.getRun({ runId: RUN });
const trigger = (client: AxClient) => client.postTrigger(TASK_KIND, WINDOW);

const asking = (status: number, retryAfter: string): Answer => ({
  ...problem(status, 'as the test wants it'),
  headers: { 'retry-after': retryAfter },
});

/** The first request is answered by this, all others well. */
const once = (answer: Answer): ((request: Received) => Answer) => {
  let isFirst = true;
  return () => {
    if (!isFirst) return { json: wireRun() };
    isFirst = false;
    return answer;
  };
};

/** A refusal that was sent nowhere: without a status, and by the type that triggers take for not sent. */
async function expectHeldBack(call: Promise<unknown>, atMostMs: number): Promise<void> {
  const error = (await rejection(call)) as AxError;
  expect(error).toMatchObject({ name: 'RateLimitError', kind: 'AxRateLimit', status: null });
  expect(error.message).toMatch(/the request was not sent, because the service asked .* \(Retry-After\)/);
  expect(error.retryAfterMs).toBeGreaterThan(0);
  expect(error.retryAfterMs).toBeLessThanOrEqual(atMostMs);
}

test.each([429, 503])('after a %i with Retry-After nothing of this client is sent', async (status) => {
  const { client, server } = await answering(once(asking(status, '60')));
  expect(await rejection(look(client))).toMatchObject({ status, retryAfterMs: 60_000 });
  await expectHeldBack(look(client), 60_000);
  await expectHeldBack(trigger(client), 60_000);
  expect(server.received).toHaveLength(1);
});

test('a trigger that was asked to wait holds looks back as well', async () => {
  const { client, server } = await answering(once(asking(429, '60')));
  await rejection(trigger(client));
  await expectHeldBack(look(client), 60_000);
  expect(server.received).toHaveLength(1);
});

test('refusals of the client itself do not make the wait longer, and when it is over requests are sent', async () => {
  const { client, server } = await answering(once(asking(429, '1')));
  await rejection(look(client));
  const refused: number[] = [];
  await vi.waitUntil(
    () =>
      look(client).then(
        () => true,
        (error: AxError) => refused.push(error.retryAfterMs ?? Number.NaN) === 0,
      ),
    { timeout: 20_000, interval: 20 },
  );
  expect(refused.length).toBeGreaterThan(2);
  expect(refused.toSorted((one, other) => other - one)).toEqual(refused);
  expect(server.received).toHaveLength(2);
});

test('of two waits that were asked for side by side the longer one counts', async () => {
  const waiting: (() => void)[] = [];
  const { baseUrl, received } = await startHttpServer(async ({ method }) => {
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
      if (waiting.length === 2) waiting.forEach((go) => go());
    });
    return method === 'POST' ? asking(429, '60') : asking(429, '1');
  });
  const client = clientOf(baseUrl);
  await Promise.all([rejection(trigger(client)), rejection(look(client))]);
  const error = (await rejection(look(client))) as AxError;
  expect(error.retryAfterMs).toBeGreaterThan(1000);
  expect(received).toHaveLength(2);
});

test('what is under way when the wait begins goes on', async () => {
  let answerTrigger = (): void => undefined;
  let isWaiting = false;
  const { baseUrl } = await startHttpServer(async ({ method }) => {
    if (method === 'GET') return asking(429, '60');
    await new Promise<void>((resolve) => {
      answerTrigger = resolve;
      isWaiting = true;
    });
    return { status: 201, json: wireRun() };
  });
  const client = clientOf(baseUrl);
  const triggered = trigger(client);
  await vi.waitUntil(() => isWaiting);
  await rejection(look(client));
  answerTrigger();
  expect((await triggered).id).toBe(RUN);
});

test.each(['0', 'soon', '7200'])('a Retry-After of %s holds nothing back', async (retryAfter) => {
  const { client } = await answering(once(asking(429, retryAfter)));
  await rejection(look(client));
  expect((await look(client)).id).toBe(RUN);
});

test('another client is not held back, nor is one that was told not to be', async () => {
  const { baseUrl } = await startHttpServer(() => asking(429, '60'));
  await rejection(look(clientOf(baseUrl)));
  const free = clientOf(baseUrl, { honorsRetryAfter: false });
  for (let time = 0; time < 2; time++) expect(await rejection(look(free))).toMatchObject({ status: 429 });
});
