import { Client, Connection } from '@temporalio/client';
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { startOperation } from '../../src/client/operation.js';
import { DEFAULT_TASK_QUEUE } from '../../src/model/temporal/names.js';
import { startSimulator } from '../../src/simulator/index.js';
import type { Simulator } from '../../src/simulator/index.js';
import { freePort } from '../../src/temporal/dev-server/free-port.js';
import type { DevServer } from '../../src/temporal/start-dev-server.js';
import { TcpProxy } from '../faults/tcp-proxy.js';
import { readHealth } from '../support/read-health.js';
import { createDevServer } from '../support/servers.js';
import { expectTakenAddressRefused } from '../support/taken-address.js';
import { until } from '../support/until.js';
import { startWorkerProcess } from '../support/worker-process.js';
import type { WorkerProcess } from '../support/worker-process.js';

let server: DevServer;
let proxy: TcpProxy;
let simulator: Simulator;
let port: number;
let worker: WorkerProcess;

beforeAll(async () => {
  server = await createDevServer();
  proxy = await TcpProxy.start(server.address);
});
afterAll(async () => {
  await proxy.close();
  await server.stop();
});
beforeEach(async () => {
  simulator = await startSimulator();
  port = await freePort('127.0.0.1');
  worker = await startWorkerProcess({
    temporalAddress: proxy.address,
    axBaseUrl: simulator.baseUrl,
    apiKey: simulator.apiKey,
    env: { AX_TASKS_HEALTH_ADDRESS: `${port}` },
  });
  await untilReadyIs(200);
});
afterEach(async () => {
  proxy.resume();
  await worker.kill('SIGKILL');
  await simulator.close();
});

const ready = () => readHealth(port, '/readyz');
const untilReadyIs = (status: number): Promise<void> => until(async () => (await ready()).status === status);

/** Names of the parts that are not well. */
const illParts = async (): Promise<string[]> =>
  Object.entries((await ready()).body.parts)
    .filter(([, { ok }]) => !ok)
    .map(([name]) => name);

async function startRequest(): Promise<void> {
  const connection = await Connection.connect({ address: server.address });
  onTestFinished(() => connection.close());
  await startOperation(new Client({ connection }), 'listTasks', {}, DEFAULT_TASK_QUEUE);
}

test('Temporal goes away and comes back: the worker is alive throughout and ready again by itself', async () => {
  proxy.pause('up', 'down');
  await untilReadyIs(503);
  expect(await illParts()).toEqual(['temporal']);
  expect((await readHealth(port, '/livez')).status).toBe(200);
  proxy.cut();
  proxy.resume();
  await untilReadyIs(200);
});

test('a service that hangs and a key that is refused are told apart, and the key is in no answer', async () => {
  const held = simulator.addFault({ holdAt: 'headers', times: 'always' });
  await untilReadyIs(503);
  expect(await illParts()).toEqual(['service']);
  simulator.removeFaults(held);
  await untilReadyIs(200);
  simulator.addFault({ times: 'always', answer: { kind: 'respond', status: 401 } });
  await startRequest();
  await untilReadyIs(503);
  expect(await illParts()).toEqual(['key']);
  expect(JSON.stringify(await ready())).not.toContain(simulator.apiKey);
});

test('a worker that was asked to stop is not ready from then on, and alive until its requests have ended', async () => {
  const held = simulator.addFault({ match: { path: '/v2/tasks' }, holdAt: 'before-effect' });
  await startRequest();
  await until(() => simulator.heldBy(held) === 1);
  const ended = worker.kill('SIGTERM');
  await untilReadyIs(503);
  expect(await illParts()).toContain('worker');
  expect((await readHealth(port, '/livez')).status).toBe(200);
  simulator.releaseFault(held);
  expect(await ended).toBe(0);
});

test('an address that is taken ends the worker with 2 and says so', () =>
  expectTakenAddressRefused('AX_TASKS_HEALTH_ADDRESS'));
