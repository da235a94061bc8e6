import { expect, test } from 'vitest';
import type { RequestReport } from '../../src/ax/index.js';
import { freePort } from '../../src/temporal/dev-server/free-port.js';
import { RUN, TASK, answering, clientOf, idOf, problem, wirePage, wireRun, wireTask } from './support.js';

const WINDOW = { dataStartTime: '2026-11-01T00:00:00Z', dataEndTime: '2026-11-02T00:00:00Z' };

test('each request is reported once, by its route and without an ID', async () => {
  const reports: RequestReport[] = [];
  const { client, server } = await answering(
    ({ method, url }) => {
      if (method === 'DELETE') return { status: 204 };
      if (url.endsWith('/trigger')) return { status: 201, json: wireRun() };
      if (url.includes('/task-runs/')) return { json: wireRun() };
      return url.includes('/runs') ? wirePage('task_runs', []) : { json: wireTask() };
    },
    { onRequest: (report) => void reports.push(report) },
  );
  await client.getTask({ task: TASK });
  await client.listRuns({ task: TASK, limit: 5 });
  await client.getRun({ runId: RUN });
  await client.cancelRun({ runId: RUN });
  await client.postTrigger(
    { id: TASK, type: 'TEMPLATE_EVALUATION', projectId: idOf('Model', 2), datasetId: null },
    WINDOW,
  );
  await client.deleteTask({ task: TASK });
  expect(reports.map(({ endpoint, status }) => [endpoint, status])).toEqual([
    ['GET /v2/tasks/{id}', 200],
    ['GET /v2/tasks/{id}/runs', 200],
    ['GET /v2/task-runs/{id}', 200],
    ['POST /v2/task-runs/{id}/cancel', 200],
    ['POST /v2/tasks/{id}/trigger', 201],
    ['DELETE /v2/tasks/{id}', 204],
  ]);
  expect(server.received).toHaveLength(reports.length);
  expect(reports.every(({ failure, durationMs }) => failure === null && durationMs > 0)).toBe(true);
});

test('a refusal is reported with its type, and a request that was held back as not tried', async () => {
  const reports: RequestReport[] = [];
  const busy = { ...problem(429, 'slow down'), headers: { 'retry-after': '7' } };
  const { client, server } = await answering(busy, { onRequest: (report) => void reports.push(report) });
  await expect(client.listTasks({})).rejects.toThrow('429');
  await expect(client.listTasks({})).rejects.toThrow('was not sent');
  expect(reports).toMatchObject([
    { status: 429, failure: 'AxRateLimit', isTried: true, retryAfterMs: 7000 },
    { status: null, failure: 'AxRateLimit', isTried: false },
  ]);
  expect(server.received).toHaveLength(1);
});

test('an answer that cannot be used has its status and a failure; no answer has no status', async () => {
  const reports: RequestReport[] = [];
  const onRequest = (report: RequestReport) => void reports.push(report);
  const { client } = await answering({ text: 'not JSON' }, { onRequest });
  await expect(client.listTasks({})).rejects.toThrow();
  await expect(
    clientOf(`http://127.0.0.1:${await freePort('127.0.0.1')}`, { onRequest }).listTasks({}),
  ).rejects.toThrow();
  expect(reports).toMatchObject([
    { status: 200, failure: 'AxBrokenAnswer' },
    { status: null, failure: 'AxNotSent', isTried: true },
  ]);
});

test('what the client refuses by itself is not reported', async () => {
  const reports: RequestReport[] = [];
  const { client } = await answering({}, { onRequest: (report) => void reports.push(report) });
  await expect(client.getRun({ runId: 'not an id' })).rejects.toThrow();
  expect(reports).toEqual([]);
});

test('a request that the caller ended is reported as such', async () => {
  const reports: RequestReport[] = [];
  const { client } = await answering({}, { onRequest: (report) => void reports.push(report) });
  await expect(client.listTasks({}, { signal: AbortSignal.abort() })).rejects.toThrow();
  expect(reports).toMatchObject([{ isAborted: true }]);
});

test('an observer that throws changes nothing of a request', async () => {
  const onRequest = () => {
    throw new Error('observer');
  };
  const { client } = await answering({ json: wireTask() }, { onRequest });
  await expect(client.getTask({ task: TASK })).resolves.toMatchObject({ id: TASK });
});
