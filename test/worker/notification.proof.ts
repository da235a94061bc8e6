import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startRun } from '../../src/client/run/start-run.js';
import type { RunHandle } from '../../src/client/run/start-run.js';
import { noticeWorkflowId } from '../../src/model/temporal/names.js';
import { startSimulator } from '../../src/simulator/index.js';
import type { Simulator } from '../../src/simulator/index.js';
import type { DevServer } from '../../src/temporal/start-dev-server.js';
import { historyText } from '../support/history-text.js';
import { startHttpServer } from '../support/http-server.js';
import type { TestServer } from '../support/http-server.js';
import { createDevServer } from '../support/servers.js';
import { until } from '../support/until.js';
import { startWorkerProcess } from '../support/worker-process.js';
import type { WorkerProcess } from '../support/worker-process.js';

const TOKEN = 'token-canary-7c1f40ab';
const KEY = 'signing-canary-9e21d-of-32-bytes';
const SECRET = Buffer.from(KEY).toString('base64');
const RECEIVERS = `receivers:
  ops: { webhook: { url: { env: OPS_HOOK_URL }, secret: { env: OPS_HOOK_SECRET } } }
default: [ops]
`;

const folder = mkdtempSync(join(tmpdir(), 'ax-tasks-notification-'));
const receiversFile = join(folder, 'receivers.yaml');
let server: DevServer;
let client: Client;
let simulator: Simulator;

beforeAll(async () => {
  writeFileSync(receiversFile, RECEIVERS);
  server = await createDevServer();
  client = new Client({ connection: await Connection.connect({ address: server.address }) });
  simulator = await startSimulator({ advance: { by: 'looks', looks: 2 } });
});
afterAll(async () => {
  await client.connection.close();
  await simulator.close();
  await server.stop();
  rmSync(folder, { recursive: true });
});

/** Refuses, then takes the notice and cuts the connection before it answers, and answers from then on. */
function startReceiver(): Promise<TestServer> {
  let requests = 0;
  return startHttpServer((_, response) => {
    requests += 1;
    if (requests === 2) response.destroy();
    return requests === 2 ? undefined : { status: requests === 1 ? 500 : 200 };
  });
}

async function startWorker(url: string): Promise<WorkerProcess> {
  const worker = await startWorkerProcess({
    temporalAddress: server.address,
    axBaseUrl: simulator.baseUrl,
    apiKey: simulator.apiKey,
    logLevel: 'DEBUG',
    env: {
      AX_TASKS_RECEIVERS: receiversFile,
      OPS_HOOK_URL: url,
      OPS_HOOK_SECRET: `whsec_${SECRET}`,
    },
  });
  onTestFinished(async () => void (await worker.kill('SIGKILL')));
  return worker;
}

async function startFailingRun(): Promise<RunHandle> {
  simulator.addBehaviour({ outcome: 'failed', failureReason: 'model not found', times: 1 });
  const { handle } = await startRun(client, {
    intent: {
      task: 'nightly-hallucination',
      space: 'research',
      trigger: { dataStartTime: '2026-11-01T00:00:00Z', dataEndTime: '2026-11-02T00:00:00Z' },
    },
    wait: { pollIntervalMs: 1000 },
  });
  return handle;
}

test('a failed run is told under one ID until a receiver has answered, and its secrets stay with the worker', async () => {
  const { baseUrl, received } = await startReceiver();
  const worker = await startWorker(`${baseUrl}/hooks/${TOKEN}`);
  const run = await startFailingRun();
  expect(await run.result()).toMatchObject({ verdict: 'failed' });

  await until(() => received.length > 0);
  const id = String(received[0]?.headers['webhook-id']);
  const delivery = noticeWorkflowId(id);
  expect(await client.workflow.getHandle(delivery).result()).toEqual({
    noticeId: id,
    deliveries: [{ to: 'ops', delivered: true, channel: 'webhook', answer: 'HTTP 200' }],
  });
  expect(received.map(({ url, headers }) => [url, headers['webhook-id']])).toEqual(
    Array.from({ length: 3 }, () => [`/hooks/${TOKEN}`, id]),
  );
  for (const { body, headers } of received)
    expect(new Webhook(SECRET).verify(body, headers as Record<string, string>)).toMatchObject({
      type: 'notification.failed',
      data: { id, kind: 'failed', subject: { kind: 'run', workflowId: run.workflowId } },
    });

  const [ofRun, ofDelivery] = await Promise.all(
    [run.workflowId, delivery].map((workflowId) => historyText(client, workflowId)),
  );
  const logged = worker.output();
  expect(ofRun).toContain('model not found');
  expect(ofDelivery).toContain(`no answer from ${new URL(baseUrl).host}`);
  expect(logged).toContain('answered HTTP 500');
  for (const text of [ofRun, ofDelivery, logged])
    for (const secret of [TOKEN, KEY, SECRET]) expect(text).not.toContain(secret);
});
