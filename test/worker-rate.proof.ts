import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { executeOperation } from '../src/client/operation.js';
import type { RunTaskInput } from '../src/model/run/inputs.js';
import { DEFAULT_TASK_QUEUE } from '../src/model/temporal/names.js';
import { PRIORITIES } from '../src/model/temporal/priorities.js';
import { startSimulator } from '../src/simulator/index.js';
import type { Simulator } from '../src/simulator/index.js';
import { describeQueue } from '../src/temporal/queue-status.js';
import type { DevServer } from '../src/temporal/start-dev-server.js';
import type { runTask, taskOperation } from '../src/workflows/index.js';
import { createDevServer } from './support/servers.js';
import { until } from './support/until.js';
import { startWorkerProcess } from './support/worker-process.js';
import type { WorkerProcess } from './support/worker-process.js';

const PER_SECOND = 4;
const WORKERS = 2;

let server: DevServer;
let simulator: Simulator;
let client: Client;
let workers: WorkerProcess[];

beforeAll(async () => {
  server = await createDevServer();
  simulator = await startSimulator({ advance: { by: 'looks', looks: 3 } });
  client = new Client({ connection: await Connection.connect({ address: server.address }) });
  workers = await Promise.all(Array.from({ length: WORKERS }, startLimited));
  await until(async () => (await describeQueue(client, DEFAULT_TASK_QUEUE)).activityPollers === WORKERS);
});
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.kill('SIGKILL')));
  await client.connection.close();
  await simulator.close();
  await server.stop();
});

const startLimited = (): Promise<WorkerProcess> =>
  startWorkerProcess({
    temporalAddress: server.address,
    axBaseUrl: simulator.baseUrl,
    apiKey: simulator.apiKey,
    env: { AX_TASKS_REQUESTS_PER_SECOND: String(PER_SECOND) },
  });

const input: RunTaskInput = {
  intent: { task: 'generate-answers', space: 'research', trigger: { experimentName: 'limited' } },
  wait: { pollIntervalMs: 1000 },
};

test('the queue tells the rate of its workers', async () => {
  expect((await describeQueue(client, DEFAULT_TASK_QUEUE)).activityRates).toEqual([PER_SECOND]);
});

test('no activity escapes the rate: the fence of a trigger is read by an ordinary one', async () => {
  const options = { taskQueue: DEFAULT_TASK_QUEUE, workflowId: 'limited' };
  const handle = await client.workflow.start<typeof runTask>('runTask', { ...options, args: [input] });
  expect((await handle.result()).outcome.kind).toBe('succeeded');
  const { events } = await handle.fetchHistory();
  const scheduled = (events ?? []).flatMap(
    ({ activityTaskScheduledEventAttributes: activity }) => activity?.activityType?.name ?? [],
  );
  expect(scheduled).toContain('readFence');
  const fences = simulator.journal().requests.filter(({ path }) => path.endsWith('/runs'));
  expect(fences).toHaveLength(1);
});

test('two workers together keep to the rate, but for a burst after a quiet time', async () => {
  const count = PER_SECOND * 4;
  const ask = (nth: number) =>
    client.workflow.execute<typeof taskOperation>('taskOperation', {
      taskQueue: DEFAULT_TASK_QUEUE,
      workflowId: `ask-${nth}`,
      args: [{ verb: 'listSpaces', request: { limit: 1 } }],
    });
  await Promise.all(Array.from({ length: count }, (_, nth) => ask(nth)));
  const times = simulator
    .journal()
    .requests.filter(({ path }) => path === '/v2/spaces')
    .slice(-count)
    .map(({ at }) => Date.parse(at));
  // The bucket holds two seconds' worth at most, so the rest has to be dripped in.
  const tookMs = (times.at(-1) ?? 0) - (times[0] ?? 0);
  expect(tookMs).toBeGreaterThanOrEqual((count / PER_SECOND - 2) * 1000);
});

test('whoever waits at a prompt is served before a backlog of background work', async () => {
  const before = simulator.journal().requests.length;
  const backlog = Array.from({ length: PER_SECOND * 8 }, (_, nth) =>
    client.workflow.execute<typeof taskOperation>('taskOperation', {
      taskQueue: DEFAULT_TASK_QUEUE,
      workflowId: `background-${nth}`,
      priority: { priorityKey: PRIORITIES.background },
      args: [{ verb: 'listProjects', request: { limit: 1 } }],
    }),
  );
  const hasBegun = (): boolean => simulator.journal().requests.length > before;
  await until(hasBegun);
  await executeOperation(client, 'listDatasets', { limit: 1 });
  const served = simulator.journal().requests.slice(before);
  const at = served.findIndex(({ path }) => path === '/v2/datasets');
  await Promise.all(backlog);
  expect(at).toBeGreaterThan(-1);
  expect(at).toBeLessThan(backlog.length / 2);
});
