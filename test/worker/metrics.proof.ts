import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { executeOperation } from '../../src/client/operation.js';
import { METRICS } from '../../src/model/temporal/metrics.js';
import { startSimulator } from '../../src/simulator/index.js';
import type { JournalRequest, Simulator } from '../../src/simulator/index.js';
import { freePort } from '../../src/temporal/dev-server/free-port.js';
import type { DevServer } from '../../src/temporal/start-dev-server.js';
import { startHttpServer } from '../support/http-server.js';
import { until } from '../support/until.js';
import { scrape, sumBy } from '../support/scrape.js';
import type { Sample } from '../support/scrape.js';
import { SDK_METRICS } from '../support/sdk-metrics.js';
import { createDevServer } from '../support/servers.js';
import { expectTakenAddressRefused } from '../support/taken-address.js';
import { startWorkerProcess } from '../support/worker-process.js';
import type { WorkerProcess } from '../support/worker-process.js';
import { DEFAULT_TASK_QUEUE } from '../../src/model/temporal/names.js';
import type { RunTaskInput } from '../../src/model/run/inputs.js';
import type { runTask } from '../../src/workflows/index.js';

const KEY = 'canary-of-an-intent';
const WINDOW = { dataStartTime: '2026-11-01T00:00:00.000Z', dataEndTime: '2026-11-08T00:00:00.000Z' };

let server: DevServer;
let simulator: Simulator;
let client: Client;
let worker: WorkerProcess;
let port: number;

beforeAll(async () => {
  server = await createDevServer();
  simulator = await startSimulator({ advance: { by: 'looks', looks: 2 } });
  client = new Client({ connection: await Connection.connect({ address: server.address }) });
  port = await freePort('127.0.0.1');
  worker = await startWorkerProcess({
    temporalAddress: server.address,
    axBaseUrl: simulator.baseUrl,
    apiKey: simulator.apiKey,
    env: { AX_TASKS_METRICS_ADDRESS: `127.0.0.1:${port}` },
  });
  await work();
});
afterAll(async () => {
  await worker.kill('SIGKILL');
  await client.connection.close();
  await simulator.close();
  await server.stop();
});

const evaluation = (key?: string): RunTaskInput => ({
  intent: {
    task: 'nightly-hallucination',
    space: 'research',
    trigger: { ...WINDOW, overrideEvaluations: true },
    ...(key === undefined ? {} : { key }),
  },
  wait: { pollIntervalMs: 1000 },
});

const run = (workflowId: string, input: RunTaskInput) =>
  client.workflow.execute<typeof runTask>('runTask', {
    taskQueue: DEFAULT_TASK_QUEUE,
    workflowId,
    args: [input],
  });

/** Something of each kind: what succeeds, what is refused, what is broken off, and what has to wait. */
async function work(): Promise<void> {
  await run('created', evaluation());
  simulator.addFault({
    match: { path: '/v2/tasks/*/trigger' },
    answer: { kind: 'drop', at: 'after-effect' },
  });
  await run('adopted', evaluation(KEY));
  simulator.addFault({ match: { path: '/v2/tasks' }, answer: { kind: 'respond', status: 503 } });
  simulator.addFault({
    match: { path: '/v2/projects' },
    answer: { kind: 'respond', status: 429, headers: { 'retry-after': '1' } },
  });
  await executeOperation(client, 'listTasks', {});
  await executeOperation(client, 'listProjects', {});
}

const endpointOf = ({ method, path }: JournalRequest): string =>
  `${method} ${path.replace(/^(\/v2\/[^/]+\/)[^/]+/, '$1{id}')}`;

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[keyOf(item)] = (counts[keyOf(item)] ?? 0) + 1;
  return counts;
}

async function sums(name: string, ...by: string[]): Promise<Record<string, number>> {
  return sumBy((await scrape(port)).samples, name, ...by);
}

test('requests are counted by endpoint and status as the service saw them', async () => {
  const { requests } = simulator.journal();
  const expected = countBy(requests, (request) => `${endpointOf(request)} ${request.status ?? 'none'}`);
  expect(await sums('ax_tasks_requests_total', 'endpoint', 'status')).toEqual(expected);
  expect(await sums('ax_tasks_request_seconds_count', 'endpoint')).toEqual(countBy(requests, endpointOf));
});

test('trigger requests are counted by their answers, and refusals by their types', async () => {
  expect(await sums('ax_tasks_posts_total', 'answer')).toEqual({ created: 1, AxAmbiguous: 1 });
  expect(await sums('ax_tasks_refusals_total', 'type')).toEqual({
    AxAmbiguous: 1,
    AxServer: 1,
    AxRateLimit: 1,
  });
  expect(await sums('ax_tasks_rate_limit_wait_seconds_sum')).toEqual({ '': 1 });
});

/** Beside our own: what the SDK adds to each metric of an activity or a workflow. */
const SDK_LABELS = ['namespace', 'taskQueue', 'activityType', 'workflowType', 'le'];

test('each sample of ours is of a metric that is defined, and has no other labels', async () => {
  const { samples } = await scrape(port);
  const ours = samples.filter(({ name }) => name.startsWith('ax_tasks_'));
  const metricOf = ({ name }: Sample) =>
    Object.values(METRICS).find((metric) => name.replace(/_(total|bucket|sum|count)$/, '') === metric.name);
  expect(ours.filter((sample) => metricOf(sample) === undefined)).toEqual([]);
  for (const sample of ours) {
    const extra = Object.keys(sample.labels).filter((label) => !SDK_LABELS.includes(label));
    expect(metricOf(sample)?.labels, sample.name).toEqual(expect.arrayContaining(extra));
  }
});

test('the metrics of the SDK are on the same page, in seconds', async () => {
  const unknown = { taskQueue: DEFAULT_TASK_QUEUE, workflowId: 'unknown' };
  const handle = await client.workflow.start('noSuchWorkflow', unknown);
  // It shows in the counter of tasks that a worker could not do.
  await until(async () => {
    const names = new Set((await scrape(port)).samples.map(({ name }) => name));
    return SDK_METRICS.every((name) => names.has(name));
  });
  await handle.terminate();
});

test('neither the API key, nor an ID, nor the key of an intent is on the page', async () => {
  const { text } = await scrape(port);
  const { runs } = simulator.journal();
  for (const secret of [simulator.apiKey, 'canary', ...runs.flatMap(({ runId, taskId }) => [runId, taskId])])
    expect(text).not.toContain(secret);
});

test('metrics are pushed by OTLP instead if a collector is named', async () => {
  const collector = await startHttpServer(() => ({}));
  const pushing = await startWorkerProcess({
    temporalAddress: server.address,
    axBaseUrl: simulator.baseUrl,
    apiKey: simulator.apiKey,
    env: { AX_TASKS_METRICS_OTLP: `${collector.baseUrl}/v1/metrics` },
  });
  onTestFinished(async () => void (await pushing.kill('SIGKILL')));
  await until(() => collector.received.some(({ body }) => body.includes('ax_tasks_request_seconds')));
  expect(collector.received[0]).toMatchObject({ method: 'POST', url: '/v1/metrics' });
});

test('an address that is taken ends the worker with 2 and says so', () =>
  expectTakenAddressRefused('AX_TASKS_METRICS_ADDRESS'));
