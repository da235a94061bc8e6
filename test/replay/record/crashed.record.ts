import { Client, Connection } from '@temporalio/client';
import { afterAll, afterEach, beforeAll, beforeEach, test } from 'vitest';
import { DEFAULT_TASK_QUEUE } from '../../../src/model/temporal/names.js';
import { startSimulator } from '../../../src/simulator/index.js';
import type { Simulator } from '../../../src/simulator/index.js';
import type { DevServer } from '../../../src/temporal/start-dev-server.js';
import type { runTask } from '../../../src/workflows/index.js';
import { createDevServer } from '../../support/servers.js';
import { until } from '../../support/until.js';
import { startWorkerProcess } from '../../support/worker-process.js';
import type { WorkerProcess } from '../../support/worker-process.js';
import { GET_RUN, LIST_RUNS, NOT_RECEIVED, TRIGGER, evaluation } from './inputs.js';
import { record } from './record.js';

let server: DevServer;
let simulator: Simulator;
let connection: Connection;
let workers: WorkerProcess[] = [];

beforeAll(async () => {
  server = await createDevServer();
  simulator = await startSimulator({ advance: { by: 'looks', looks: 3 } });
  connection = await Connection.connect({ address: server.address });
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
});

async function startWorker(): Promise<WorkerProcess> {
  const { baseUrl: axBaseUrl, apiKey } = simulator;
  const worker = await startWorkerProcess({ temporalAddress: server.address, axBaseUrl, apiKey });
  workers.push(worker);
  return worker;
}

test.each([
  ['reading-the-fence', { match: LIST_RUNS, holdAt: 'headers' }, 'created'],
  ['before-post-took-effect', { match: TRIGGER, holdAt: 'before-effect', answer: NOT_RECEIVED }, 'created'],
  ['after-post-took-effect', { match: TRIGGER, holdAt: 'after-effect' }, 'adopted'],
  ['looking-just-after-the-post', { match: GET_RUN, holdAt: 'headers' }, 'adopted'],
  ['looking', { match: GET_RUN, holdAt: 'headers', skip: 1 }, 'created'],
] as const)('run-task.crashed-%s', async (point, fault, how) => {
  const id = simulator.addFault(fault);
  const first = await startWorker();
  const workflowId = `run-task.crashed-${point}`;
  const handle = await new Client({ connection }).workflow.start<typeof runTask>('runTask', {
    taskQueue: DEFAULT_TASK_QUEUE,
    workflowId,
    args: [evaluation({ wait: { pollIntervalMs: 1000 }, settleMs: 1000 })],
  });
  await until(() => simulator.journal().requests.some((request) => request.fault === id));
  await first.kill('SIGKILL');
  simulator.releaseFault(id);
  await startWorker();
  await record(workflowId, handle, { outcome: { kind: 'succeeded' }, provenance: { how } });
});
