import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Delivery, ListedNotice } from '../../src/model/notification/delivery.js';
import { keptReceivers } from '../support/kept-receivers.js';
import { until } from '../support/until.js';
import { startWorkerHere } from '../support/worker-here.js';
import type { WorkerHere } from '../support/worker-here.js';
import { runHere } from './support/run-here.js';
import { createStack } from './support/stack.js';
import type { Stack } from './support/stack.js';

let stack: Stack;
let worker: WorkerHere;
const receivers = keptReceivers(['ops', 'gone']);
receivers.answers = {
  gone: [{ kind: 'refused', why: 'a.example answered HTTP 410; the receiver was removed' }],
};

beforeAll(async () => {
  stack = await createStack();
  worker = await startWorkerHere(stack.temporal.address, stack.simulator, { receivers });
});
afterAll(async () => {
  await worker.stop();
  await stack.close();
});

const ax = (...args: string[]) => runHere(['notification', ...args], stack.env);

interface Listed {
  notifications: ListedNotice[];
}

const listed = async (...flags: string[]): Promise<ListedNotice[]> =>
  (await ax('list', '-o', 'json', ...flags)).json<Listed>().data.notifications;

test('a test says what the receiver said, or why it was not reached; the list shows both', async () => {
  const works = await ax('test', 'ops');
  expect([works.code, works.stdout]).toEqual([0, 'Delivered to ops (webhook): HTTP 200.\n']);
  expect(receivers.sent[0]?.notice).toMatchObject({ kind: 'test', title: 'The receiver ops works' });
  const asJson = (await ax('test', 'ops', '-o', 'json')).json<Delivery>();
  expect(asJson).toMatchObject({ kind: 'notification-test', data: { to: 'ops', delivered: true } });
  const gone = await ax('test', 'gone');
  expect(gone.code).toBe(1);
  expect(gone.stderr).toContain('did not reach the receiver "gone": a.example answered HTTP 410');
  const unknown = await ax('test', 'typo');
  expect(unknown.code).toBe(1);
  expect(unknown.stderr).toContain(
    'the worker has no receiver "typo": add it to the file of AX_TASKS_RECEIVERS',
  );
  await until(async () => (await listed()).filter(({ state }) => state !== 'sending').length === 4);
  expect((await listed()).map(({ state, to }) => [state, to])).toEqual([
    ['undelivered', ['typo']],
    ['undelivered', ['gone']],
    ['delivered', ['ops']],
    ['delivered', ['ops']],
  ]);
  const [, last] = await listed('--undelivered');
  expect(last).toMatchObject({ kind: 'test', deliveries: [{ to: 'gone', delivered: false }] });
  expect(await listed('--undelivered', '--limit', '1')).toHaveLength(1);
  const { stdout } = await ax('list', '--undelivered');
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
    'The receiver gone works gone: a.example answered HTTP 410',
  );
});

test('a name that no receiver can have is refused', async () => {
  const { code, stderr } = await ax('test', 'https://hooks.example');
  expect([code, stderr]).toEqual([2, expect.stringContaining('is not the name of a receiver')]);
});
