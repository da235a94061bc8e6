import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startRun } from '../../src/client/run/start-run.js';
import type { StartRunInput } from '../../src/client/run/start-run.js';
import { startSimulator } from '../../src/simulator/index.js';
import type { Simulator } from '../../src/simulator/index.js';
import { freePort } from '../../src/temporal/dev-server/free-port.js';
import type { DevServer } from '../../src/temporal/start-dev-server.js';
import { createDevServer } from '../support/servers.js';
import { until } from '../support/until.js';
import { startWorkerProcess } from '../support/worker-process.js';
import type { WorkerProcess } from '../support/worker-process.js';
import type { RunResult } from '../../src/model/run/run-result.js';
import { signed } from './webhooks/sign.js';

const HOUR_MS = 3_600_000;
/** An hour between polls: what is seen sooner was seen because somebody was woken. */
const inputOf = (key: string): StartRunInput => ({
  intent: {
    task: 'nightly-hallucination',
    space: 'research',
    key,
    trigger: {
      dataStartTime: '2026-11-01T00:00:00Z',
      dataEndTime: '2026-11-02T00:00:00Z',
      overrideEvaluations: true,
    },
  },
  wait: { pollIntervalMs: HOUR_MS },
});

let server: DevServer;
let client: Client;
let simulator: Simulator;
let worker: WorkerProcess;
let url: string;
let secret: string;
let taskId: string;

beforeAll(async () => {
  server = await createDevServer();
  client = new Client({ connection: await Connection.connect({ address: server.address }) });
  simulator = await startSimulator({ httpWebhooks: true, runSeconds: HOUR_MS / 1000 });
  const port = await freePort('127.0.0.1');
  url = `http://127.0.0.1:${port}/webhooks/arize`;
  taskId = await taskOf('nightly-hallucination');
  secret = await subscribe();
  worker = await startWorkerProcess({
    temporalAddress: server.address,
    axBaseUrl: simulator.baseUrl,
    apiKey: simulator.apiKey,
    env: { AX_TASKS_WEBHOOK_ADDRESS: `${port}`, AX_TASKS_WEBHOOK_SECRET: secret },
  });
});
afterAll(async () => {
  await worker.kill('SIGKILL');
  await client.connection.close();
  await simulator.close();
  await server.stop();
});

async function api<Answer>(method: string, path: string, body?: object): Promise<Answer> {
  const answer = await fetch(`${simulator.baseUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${simulator.apiKey}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (await answer.json()) as Answer;
}

async function taskOf(name: string): Promise<string> {
  const { spaces } = await api<{ spaces: { id: string }[] }>('GET', '/v2/spaces?name=research');
  const path = `/v2/tasks?name=${name}&space_id=${encodeURIComponent(spaces[0]?.id ?? '')}`;
  const { tasks } = await api<{ tasks: { id: string }[] }>('GET', path);
  return tasks[0]?.id ?? '';
}

/** Lets the service tell the worker of the task's failures; the secret of the webhook. */
async function subscribe(): Promise<string> {
  const { organizations } = await api<{ organizations: { id: string }[] }>('GET', '/v2/organizations');
  const webhook = await api<{ id: string; secret: string }>('POST', '/v2/webhooks', {
    organization_id: organizations[0]?.id,
    name: 'worker',
    url,
    auth_type: 'HMAC_SHA256',
  });
  const source = { source_type: 'ONLINE_TASK', source_id: taskId };
  await api('POST', '/v2/webhook-subscriptions', { webhook_id: webhook.id, ...source });
  return webhook.secret;
}

const looksAt = (runId: string): number =>
  simulator
    .journal()
    .requests.filter(({ method, path }) => method === 'GET' && decodeURIComponent(path).endsWith(runId))
    .length;

interface Waits {
  results: Promise<RunResult[]>;
  runIds: string[];
}

type Described = Awaited<ReturnType<Awaited<ReturnType<typeof startRun>>['handle']['describe']>>;

/** Whether its wait has remembered what was seen: the first look is the trigger's. */
const waits = ({ raw }: Described): boolean =>
  raw.pendingActivities?.some(({ heartbeatDetails }) => (heartbeatDetails?.payloads ?? []).length > 0) ===
  true;

/** Starts runs, and waits until each is waited for, so that its next look is an hour away. */
async function startWaits(...keys: string[]): Promise<Waits> {
  const before = simulator.journal().runs.length;
  const started = await Promise.all(keys.map((key) => startRun(client, inputOf(key))));
  for (const { handle } of started) onTestFinished(() => void handle.terminate().catch(() => undefined));
  const runIds = (): string[] =>
    simulator
      .journal()
      .runs.slice(before)
      .map(({ runId }) => runId);
  await until(async () => (await Promise.all(started.map(({ handle }) => handle.describe()))).every(waits));
  return { results: Promise.all(started.map(({ handle }) => handle.result())), runIds: runIds() };
}

const send = async (body: string, headers: Record<string, string>): Promise<number> =>
  (await fetch(url, { method: 'POST', headers, body })).status;

test('the service tells that a run failed, and its wait looks at once and sees the end itself', async () => {
  simulator.addBehaviour({ outcome: 'failed', failureReason: 'model not found', runSeconds: 5, times: 1 });
  const { results, runIds } = await startWaits('told-by-the-service');
  const [result] = await results;
  expect(result).toMatchObject({ runId: runIds[0], verdict: 'failed', outcome: { kind: 'failed' } });
  expect(worker.output()).toContain('"a webhook came"');
});

test('a forged and a stale webhook cause no look, and a good one about a run that goes on ends nothing', async () => {
  const { results, runIds } = await startWaits('forged');
  const [runId = ''] = runIds;
  const looks = looksAt(runId);
  const body = JSON.stringify({ source_id: taskId, data: { task_run_id: runId, status: 'FAILED' } });
  expect(await send(body, signed(body, { secret: 'another' }))).toBe(401);
  expect(await send(body, signed(body, { secret, atMs: Date.now() - HOUR_MS }))).toBe(401);
  expect(await send(body, signed(body, { secret, id: 'good-1' }))).toBe(204);
  await until(() => looksAt(runId) === looks + 1);
  await api('POST', `/v2/task-runs/${encodeURIComponent(runId)}/cancel`);
  expect(await send(body, signed(body, { secret, id: 'good-2' }))).toBe(204);
  expect(await results).toMatchObject([{ runId, outcome: { kind: 'cancelled-elsewhere' } }]);
  expect(looksAt(runId)).toBe(looks + 2);
  // It was looked at before its time, so no time without movement has passed.
  expect(worker.output()).not.toContain('a run is stalled');
});

test('waits that a watcher looks after are woken by one webhook', async () => {
  const { results, runIds } = await startWaits(...Array.from({ length: 6 }, (_, at) => `watched-${at}`));
  for (const runId of runIds) await api('POST', `/v2/task-runs/${encodeURIComponent(runId)}/cancel`);
  const body = JSON.stringify({ source_id: taskId });
  expect(await send(body, signed(body, { secret, id: 'watched' }))).toBe(204);
  expect((await results).map(({ outcome }) => outcome.kind)).toEqual(runIds.map(() => 'cancelled-elsewhere'));
});
