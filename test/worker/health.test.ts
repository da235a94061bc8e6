import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AxClient } from '../../src/ax/index.js';
import { startSimulator } from '../../src/simulator/index.js';
import type { Simulator } from '../../src/simulator/index.js';
import { startHealthServer } from '../../src/worker/health/health-server.js';
import type { HealthServer } from '../../src/worker/health/health-server.js';
import { WorkerHealth } from '../../src/worker/health/worker-health.js';
import type { Watched } from '../../src/worker/health/worker-health.js';
import { readHealth } from '../support/read-health.js';
import { until } from '../support/until.js';

const INTERVALS = {
  service: { quietMs: 200, retryMs: 20, timeoutMs: 100, lookMs: 10 },
  temporal: { checkMs: 20, recheckMs: 20, timeoutMs: 100 },
};
const POLLING = {
  runState: 'RUNNING',
  workflowPollerState: 'POLLING',
  activityPollerState: 'POLLING',
} as const;

let simulator: Simulator;
let ax: AxClient;
let health: WorkerHealth;
let server: HealthServer;
let status: Record<string, string>;
let describeNamespace: () => Promise<unknown>;

beforeEach(async () => {
  simulator = await startSimulator();
  health = new WorkerHealth(INTERVALS);
  const { baseUrl, apiKey } = simulator;
  ax = new AxClient({ baseUrl, apiKey, preReleaseWarning: false, onRequest: health.observe });
  server = await startHealthServer({ host: '127.0.0.1', port: 0 }, health.answers);
  status = { ...POLLING };
  describeNamespace = () => Promise.resolve({});
});
afterEach(async () => {
  simulator.removeFaults();
  await health.stop();
  await server.close();
  await ax.close();
  await simulator.close();
});

/** A worker and a connection that do as they are told; service and client are real. */
function watch(): void {
  const connection = {
    withDeadline: (deadline: number, ask: () => Promise<unknown>) => Promise.race([ask(), expiry(deadline)]),
    workflowService: { describeNamespace: () => describeNamespace() },
  } as unknown as Watched['connection'];
  health.watch({ worker: { getStatus: () => status as never }, connection, namespace: 'default', ax });
}

async function expiry(deadlineMs: number): Promise<never> {
  await sleep(deadlineMs - Date.now());
  throw Object.assign(new Error('deadline exceeded'), { code: 4 });
}

const ready = () => readHealth(server.port, '/readyz');
const isReady = async (): Promise<boolean> => (await ready()).status === 200;
const untilReady = (): Promise<void> => until(isReady);
const untilNotReady = (): Promise<void> => until(async () => !(await isReady()));

describe('what is asked', () => {
  test('a worker that starts is alive and not ready, and each part says why', async () => {
    expect(await readHealth(server.port, '/livez')).toMatchObject({ status: 200, body: { status: 'alive' } });
    const { status: code, body } = await ready();
    expect(code).toBe(503);
    expect(Object.keys(body.parts)).toEqual(['worker', 'workflows', 'temporal', 'service', 'key']);
    expect(Object.values(body.parts).map(({ ok }) => ok)).toEqual([false, false, false, false, false]);
  });

  test('HEAD has the status of GET and no body; a query changes nothing', async () => {
    watch();
    await untilReady();
    const head = await fetch(`http://127.0.0.1:${server.port}/readyz?verbose`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  test('other methods are answered with 405 and other paths with 404', async () => {
    const base = `http://127.0.0.1:${server.port}`;
    const posted = await fetch(`${base}/livez`, { method: 'POST', body: 'x' });
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    for (const path of ['/', '/metrics', '/livez/', '/constructor', '//livez'])
      expect((await fetch(base + path)).status).toBe(404);
  });

  test('what is not HTTP does not stop it', async () => {
    const socket = connect(server.port, '127.0.0.1').on('error', () => undefined);
    socket.end('not a request\r\n\r\n');
    await new Promise((resolve) => socket.on('close', resolve).resume());
    expect((await readHealth(server.port, '/livez')).status).toBe(200);
  });
});

describe('the service', () => {
  beforeEach(async () => {
    watch();
    await untilReady();
  });

  test('one that hangs is told of although nothing else asks it, and so is its return', async () => {
    simulator.addFault({ holdAt: 'headers', times: 'always' });
    await untilNotReady();
    const { service, key, temporal } = (await ready()).body.parts;
    expect(service).toMatchObject({ ok: false, reason: 'the service does not answer' });
    expect(service?.lastOkAt).toMatch(/^\d{4}-\d\d-\d\dT/);
    expect([key?.ok, temporal?.ok]).toEqual([true, true]);
    simulator.removeFaults();
    await untilReady();
  });

  test('one that answers 500 is told of with its answer', async () => {
    simulator.addFault({ times: 'always', answer: { kind: 'respond', status: 500 } });
    await untilNotReady();
    expect((await ready()).body.parts['service']?.reason).toBe('the service answered 500');
  });

  test('one request that fails alone leaves the worker ready', async () => {
    simulator.addFault({ match: { path: '/v2/tasks' }, answer: { kind: 'respond', status: 500 } });
    await ax.listTasks({}).catch(() => undefined);
    expect(await isReady()).toBe(true);
  });

  test.each([401, 403])('a key that is refused with %i is told of as the key', async (code) => {
    simulator.addFault({ times: 'always', answer: { kind: 'respond', status: code } });
    await untilNotReady();
    const { service, key } = (await ready()).body.parts;
    expect(service?.ok).toBe(true);
    expect(key).toEqual({ ok: false, reason: `the service refuses the key (${code})` });
    simulator.removeFaults();
    await untilReady();
  });

  test('a refusal of one action is none of the key, and a rate limit none of the service', async () => {
    simulator.addFault({ match: { path: '/v2/tasks' }, answer: { kind: 'respond', status: 403 } });
    simulator.addFault({ match: { path: '/v2/projects' }, answer: { kind: 'respond', status: 429 } });
    await ax.listTasks({}).catch(() => undefined);
    await ax.listProjects({}).catch(() => undefined);
    expect(await isReady()).toBe(true);
  });

  test('one that is not busy is asked once in a while and not more', async () => {
    const before = simulator.journal().requests.length;
    await until(() => simulator.journal().requests.length >= before + 3);
    const [first, , third] = simulator.journal().requests.slice(before);
    const tookMs = Date.parse(third?.at ?? '') - Date.parse(first?.at ?? '');
    // Two intervals of the client's clock, as this machine's clock shows them.
    expect(tookMs).toBeGreaterThanOrEqual(2 * INTERVALS.service.quietMs - 20);
  });
});

describe('Temporal and the worker', () => {
  beforeEach(async () => {
    watch();
    await untilReady();
  });

  test.each([
    [14, 'Temporal does not answer'],
    [4, 'Temporal does not answer'],
    [5, 'Temporal does not have the namespace'],
    [7, 'Temporal refuses the credentials'],
    [16, 'Temporal refuses the credentials'],
  ])('the gRPC status %i is "%s"', async (code, reason) => {
    describeNamespace = () => Promise.reject(Object.assign(new Error('secret text'), { code }));
    await untilNotReady();
    expect((await ready()).body.parts['temporal']).toMatchObject({ ok: false, reason });
    describeNamespace = () => Promise.resolve({});
    await untilReady();
  });

  test('one that takes a question and never answers is told of', async () => {
    describeNamespace = () => new Promise(() => undefined);
    await untilNotReady();
    expect((await ready()).body.parts['temporal']?.reason).toBe('Temporal does not answer');
    expect((await readHealth(server.port, '/livez')).status).toBe(200);
  });

  test.each(['STOPPING', 'DRAINING', 'DRAINED', 'STOPPED'])(
    'a worker that is %s is alive and not ready',
    async (runState) => {
      status = { ...status, runState };
      const { status: code, body } = await ready();
      expect([code, body.parts['worker']?.ok]).toEqual([503, false]);
      expect((await readHealth(server.port, '/livez')).status).toBe(200);
    },
  );

  test.each([{ runState: 'FAILED' }, { workflowPollerState: 'FAILED' }, { activityPollerState: 'FAILED' }])(
    'a worker with %j is not alive',
    async (failed) => {
      status = { ...status, ...failed };
      expect(await readHealth(server.port, '/livez')).toMatchObject({
        status: 503,
        body: { status: 'failed' },
      });
    },
  );
});
