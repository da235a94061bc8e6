import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import type { WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RunTaskInput } from '../../src/model/run/inputs.js';
import { DEFAULT_TASK_QUEUE } from '../../src/model/temporal/names.js';
import type { WaitProgress } from '../../src/model/run/progress.js';
import { startSimulator } from '../../src/simulator/index.js';
import type { Simulator } from '../../src/simulator/index.js';
import type { DevServer } from '../../src/temporal/start-dev-server.js';
import type { runTask } from '../../src/workflows/index.js';
import { CANARY_KEY, countKey } from '../faults/canary.js';
import { createDevServer } from '../support/servers.js';
import { until } from '../support/until.js';
import { startWorkerProcess } from '../support/worker-process.js';
import type { WorkerProcess } from '../support/worker-process.js';

const input: RunTaskInput = {
  intent: { task: 'generate-answers', space: 'research', trigger: { experimentName: 'survives' } },
  wait: { pollIntervalMs: 1000 },
};

let folder: string;
let server: DevServer;
let simulator: Simulator;
let connection: Connection;
let client: Client;
let workers: WorkerProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ax-tasks-test-'));
  server = await createDevServer({ dbFilename: join(folder, 'temporal.db') });
  simulator = await startSimulator({ apiKey: CANARY_KEY, advance: { by: 'looks', looks: 4 } });
  connection = await Connection.connect({ address: server.address });
  client = new Client({ connection });
});
beforeEach(() => {
  simulator.reset();
  workers = [];
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.kill('SIGKILL')));
});
afterAll(async () => {
  await connection.close();
  await simulator.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function startWorker(apiKey = CANARY_KEY): Promise<WorkerProcess> {
  const { baseUrl: axBaseUrl } = simulator;
  const worker = await startWorkerProcess({
    temporalAddress: server.address,
    axBaseUrl,
    apiKey,
    logLevel: 'DEBUG',
  });
  workers.push(worker);
  return worker;
}

const start = (workflowId: string) =>
  client.workflow.start<typeof runTask>('runTask', {
    taskQueue: DEFAULT_TASK_QUEUE,
    workflowId,
    args: [input],
  });
const requests = (method: string, end: string) =>
  simulator.journal().requests.filter((each) => each.method === method && each.path.endsWith(end));
const looks = () =>
  simulator.journal().requests.filter(({ path }) => /\/task-runs\/[^/]+$/.test(path)).length;

async function progressOf(handle: WorkflowHandle): Promise<WaitProgress | null> {
  const { raw } = await handle.describe();
  const data = raw.pendingActivities?.[0]?.heartbeatDetails?.payloads?.[0]?.data;
  return data === null || data === undefined
    ? null
    : (JSON.parse(Buffer.from(data).toString()) as WaitProgress);
}

describe('a worker that dies while a run is waited for', () => {
  test('costs no second trigger when it is killed', async () => {
    const first = await startWorker();
    const handle = await start('killed');
    await until(() => looks() >= 1);
    await first.kill('SIGKILL');
    await startWorker();
    expect((await handle.result()).outcome.kind).toBe('succeeded');
    expect(requests('POST', '/trigger')).toHaveLength(1);
    expect(simulator.journal().runs).toHaveLength(1);
  });

  test('cancels no run when it is told to stop, and ends well', async () => {
    const first = await startWorker();
    const handle = await start('stopped');
    await until(() => looks() >= 1);
    expect(await first.kill('SIGTERM')).toBe(0);
    expect(requests('POST', '/cancel')).toEqual([]);
    await startWorker();
    expect((await handle.result()).outcome.kind).toBe('succeeded');
    expect(requests('POST', '/cancel')).toEqual([]);
    expect(requests('POST', '/trigger')).toHaveLength(1);
  });
});

test('describe() of the workflow shows the live counts without a worker', async () => {
  simulator.addBehaviour({ stuckAt: 'RUNNING' });
  const worker = await startWorker();
  const handle = await start('watched');
  await until(async () => (await progressOf(handle))?.runs[0]?.status === 'RUNNING');
  await worker.kill('SIGKILL');
  const progress = await progressOf(handle);
  expect(progress?.runs[0]?.runId).toBe(simulator.journal().runs[0]?.runId);
  expect(progress?.looks).toBeGreaterThanOrEqual(1);
  await handle.terminate();
});

test('the API key is in no history, log or database file', async () => {
  const worker = await startWorker();
  const handle = await start('canary');
  await handle.result();
  const refused = await client.workflow.start('taskOperation', {
    taskQueue: DEFAULT_TASK_QUEUE,
    workflowId: 'canary-refused',
    args: [{ verb: 'getTask', request: { task: 'no-such-task', space: 'research' } }],
  });
  await expect(refused.result()).rejects.toThrow();
  const histories = await Promise.all(
    [handle, refused].map(async (each) => historyToJSON(await each.fetchHistory())),
  );
  expect(histories.join('\n')).toContain('canary-refused');
  expect(await readdir(folder)).not.toEqual([]);
  expect(await countKey(folder, [...histories, worker.output()].join('\n'))).toBe(0);
});

test('a worker with a wrong key tells so, and the key is not in its output', async () => {
  const worker = await startWorker('ak-wrong-canary-31415');
  const handle = await client.workflow.start('taskOperation', {
    taskQueue: DEFAULT_TASK_QUEUE,
    workflowId: 'wrong-key',
    args: [{ verb: 'listSpaces', request: {} }],
  });
  await expect(handle.result()).rejects.toMatchObject({ cause: { type: 'AxAuthentication' } });
  await until(() => worker.output().includes('AxAuthentication'));
  expect(worker.output()).not.toContain('ak-wrong-canary-31415');
});
