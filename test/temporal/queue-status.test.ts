import { NativeConnection, Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { ConnectedClient } from '../../src/temporal/connect.js';
import { connectClient, loadConnectionOptions } from '../../src/temporal/connect.js';
import { describeQueue } from '../../src/temporal/queue-status.js';
import type { DevServer } from '../../src/temporal/start-dev-server.js';
import { createDevServer } from '../support/servers.js';

let server: DevServer;
let connected: ConnectedClient;

beforeAll(async () => {
  server = await createDevServer();
  connected = await connectClient(loadConnectionOptions({ address: server.address }, {}));
});

afterAll(async () => {
  await connected.close();
  await server.stop();
});

test('a queue that nobody ever polled has no pollers', async () => {
  expect(await describeQueue(connected.client, 'nobody')).toEqual({
    workflowPollers: 0,
    activityPollers: 0,
    lastPollAt: null,
    activityRates: [],
  });
});

test('a worker for activities alone is counted as such, and when it was last heard of is told', async () => {
  const connection = await NativeConnection.connect({ address: server.address });
  const activities = { nothing: () => Promise.resolve() };
  const worker = await Worker.create({ connection, taskQueue: 'polled', activities });
  const seen = async () => {
    const status = await vi.waitUntil(
      async () => {
        const now = await describeQueue(connected.client, 'polled');
        return now.activityPollers > 0 && now;
      },
      { timeout: 20_000 },
    );
    expect(status).toMatchObject({ workflowPollers: 0, activityPollers: 1, activityRates: [null] });
    expect(status.lastPollAt).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  };
  await worker.runUntil(seen);
  await connection.close();
});

test('a poller that has been silent for minutes is not counted', async () => {
  vi.useFakeTimers({ now: Date.now() + 120_000, toFake: ['Date'] });
  const status = await describeQueue(connected.client, 'polled').finally(() => vi.useRealTimers());
  expect(status).toMatchObject({ workflowPollers: 0, activityPollers: 0 });
  expect(status.lastPollAt).not.toBeNull();
});
