import { Client, Connection } from '@temporalio/client';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { RunTaskInput } from '../src/model/run/inputs.js';
import { DEFAULT_TASK_QUEUE } from '../src/model/temporal/names.js';
import { startSimulator } from '../src/simulator/index.js';
import type { Simulator } from '../src/simulator/index.js';
import type { DevServer } from '../src/temporal/start-dev-server.js';
import type { runTask } from '../src/workflows/index.js';
import { DEPLOYMENT, makeCurrent, untilRouted } from './support/deployments.js';
import { createDevServer } from './support/servers.js';
import { until } from './support/until.js';
import { startWorkerProcess } from './support/worker-process.js';
import type { WorkerProcess } from './support/worker-process.js';

const input: RunTaskInput = {
  intent: { task: 'generate-answers', space: 'research', trigger: { experimentName: 'versioned' } },
  wait: { pollIntervalMs: 1000 },
};

let server: DevServer;
let simulator: Simulator;
let connection: Connection;
const workers: WorkerProcess[] = [];

beforeAll(async () => {
  server = await createDevServer();
  simulator = await startSimulator({ advance: { by: 'looks', looks: 3 } });
  connection = await Connection.connect({ address: server.address });
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.kill('SIGKILL')));
});
afterAll(async () => {
  await connection.close();
  await simulator.close();
  await server.stop();
});

async function startVersion(buildId: string): Promise<WorkerProcess> {
  const { baseUrl: axBaseUrl, apiKey } = simulator;
  const env = { AX_TASKS_DEPLOYMENT: DEPLOYMENT, AX_TASKS_BUILD_ID: buildId };
  const worker = await startWorkerProcess({ temporalAddress: server.address, axBaseUrl, apiKey, env });
  workers.push(worker);
  return worker;
}

const looks = () =>
  simulator.journal().requests.filter(({ path }) => /\/task-runs\/[^/]+$/.test(path)).length;

test('a run that began under one version ends under the next, once that is current', async () => {
  const match = { method: 'GET', path: '/v2/task-runs/*' };
  const held = simulator.addFault({ match, holdAt: 'headers', times: 'always' });
  const first = await startVersion('1.0.0');
  await makeCurrent(connection, '1.0.0');
  const handle = await new Client({ connection }).workflow.start<typeof runTask>('runTask', {
    taskQueue: DEFAULT_TASK_QUEUE,
    workflowId: 'versioned',
    args: [input],
  });
  await until(() => looks() > 0);
  await startVersion('1.1.0');
  await makeCurrent(connection, '1.1.0');
  await untilRouted(connection);
  simulator.removeFaults(held);
  await first.kill('SIGTERM');
  expect((await handle.result()).outcome.kind).toBe('succeeded');
  expect(simulator.journal().runs).toHaveLength(1);
  const { events } = await handle.fetchHistory();
  const versions = (events ?? []).flatMap((event) => {
    const buildId = event.workflowTaskCompletedEventAttributes?.deploymentVersion?.buildId;
    return buildId === undefined || buildId === null ? [] : [buildId];
  });
  expect(new Set(versions)).toEqual(new Set(['1.0.0', '1.1.0']));
});
