import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startPipeline } from '../../src/client/pipeline/start-pipeline.js';
import { parsePipeline } from '../../src/files/pipeline/parse-pipeline.js';
import { startSimulator } from '../../src/simulator/index.js';
import type { Simulator } from '../../src/simulator/index.js';
import { freePort } from '../../src/temporal/dev-server/free-port.js';
import type { DevServer } from '../../src/temporal/start-dev-server.js';
import { run } from '../commands/support/cli.js';
import { startCollector } from '../support/collector.js';
import type { CollectedSpan } from '../support/collector.js';
import { startTcpServer } from '../support/http-server.js';
import { createDevServer } from '../support/servers.js';
import { startWorkerProcess } from '../support/worker-process.js';
import type { WorkerProcess } from '../support/worker-process.js';

let server: DevServer;
let simulator: Simulator;
let client: Client;

beforeAll(async () => {
  server = await createDevServer();
  simulator = await startSimulator({ advance: { by: 'looks', looks: 2 } });
  client = new Client({ connection: await Connection.connect({ address: server.address }) });
});
afterAll(async () => {
  await client.connection.close();
  await simulator.close();
  await server.stop();
});

const tracesTo = (url: string) => ({ AX_TASKS_TRACES_OTLP: url });

async function startTracedWorker(taskQueue: string, env: Record<string, string>): Promise<WorkerProcess> {
  const worker = await startWorkerProcess({
    temporalAddress: server.address,
    axBaseUrl: simulator.baseUrl,
    apiKey: simulator.apiKey,
    env: { AX_TASKS_TASK_QUEUE: taskQueue, ...env },
  });
  onTestFinished(async () => void (await worker.kill('SIGKILL')));
  return worker;
}

const triggerRun = (taskQueue: string, env: Record<string, string>, ...more: string[]) =>
  run(['trigger-run', 'nightly-hallucination', ...WINDOW, ...more, '--wait', '--poll-interval', '1'], {
    env: {
      TEMPORAL_ADDRESS: server.address,
      AX_TASKS_TASK_QUEUE: taskQueue,
      ARIZE_SPACE: 'research',
      ...env,
    },
  });

const KEY = 'canary-of-an-intent';
const WINDOW = ['--data-start-time', '2026-11-01T00:00:00Z', '--data-end-time', '2026-11-08T00:00:00Z'];

/** Names from the span up to the first one. */
function pathOf(spans: readonly CollectedSpan[], span: CollectedSpan): string[] {
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId);
  return [span.name, ...(parent === undefined ? [] : pathOf(spans, parent))];
}

const POST = 'POST /v2/tasks/{id}/trigger';
const named = (spans: readonly CollectedSpan[], name: string) => spans.find((span) => span.name === name);

describe('a traced command', () => {
  test('is one trace, from the command line to each request at the service', async () => {
    const collector = await startCollector();
    const worker = await startTracedWorker('traced', tracesTo(collector.url));
    const ran = await triggerRun('traced', tracesTo(collector.url), '--key', KEY);
    expect(ran.code).toBe(0);
    await worker.kill('SIGTERM');
    const spans = collector.spans();
    const post = named(spans, POST);
    expect(post).toBeDefined();
    expect(pathOf(spans, post as CollectedSpan)).toEqual([
      POST,
      'RunActivity:triggerRun',
      'RunWorkflow:runTask',
      'StartWorkflow:runTask',
      'ax-tasks trigger-run',
    ]);
    const { traceId } = post as CollectedSpan;
    expect(
      new Set(spans.filter(({ service }) => service === 'ax-tasks').map((span) => span.traceId)),
    ).toEqual(new Set([traceId]));
    const [created] = simulator.journal().runs.slice(-1);
    expect(post?.attributes).toEqual({
      'http.request.method': 'POST',
      'url.template': '/v2/tasks/{id}/trigger',
      'http.response.status_code': 201,
    });
    expect(named(spans, 'RunWorkflow:runTask')?.attributes).toMatchObject({
      'ax.run.id': created?.runId,
      'ax.task.id': created?.taskId,
      'temporal.workflow.end': 'completed',
    });
    expect(named(spans, 'RunActivity:triggerRun')?.attributes).toMatchObject({
      'ax.run.id': created?.runId,
      'ax.task.id': created?.taskId,
      'temporal.activity.attempt': 1,
    });
    const looks = spans.filter(({ name }) => name === 'RunActivity:awaitRuns');
    expect(looks.length).toBeGreaterThan(1);
    expect(looks.some(({ isError }) => isError)).toBe(false);
    expect(spans.some(({ name }) => name === 'GET /v2/task-runs/{id}')).toBe(true);
    for (const secret of [simulator.apiKey, KEY, 'research', '2026-11-01'])
      expect(collector.text()).not.toContain(secret);
  });

  test('whose request is refused has its failure by type, without a word of the answer', async () => {
    const collector = await startCollector();
    const worker = await startTracedWorker('refused', tracesTo(collector.url));
    const detail = 'canary-of-an-answer';
    simulator.addFault({
      match: { method: 'POST', path: '/v2/tasks/*/trigger' },
      answer: { kind: 'respond', status: 422, body: { detail } },
    });
    const ran = await triggerRun('refused', tracesTo(collector.url), '--key', 'refused');
    expect(ran.code).not.toBe(0);
    await worker.kill('SIGTERM');
    const spans = collector.spans();
    expect(named(spans, POST)).toMatchObject({
      isError: true,
      attributes: { 'http.response.status_code': 422, 'error.type': 'AxUnprocessable' },
    });
    expect(named(spans, 'RunWorkflow:runTask')).toMatchObject({ isError: true });
    expect(collector.text()).not.toContain(detail);
  });
});

test('a pipeline that was started outside of a trace begins one, which its children are in', async () => {
  const collector = await startCollector();
  const worker = await startTracedWorker('untraced', tracesTo(collector.url));
  const text = `
version: 1
name: untraced
space: research
steps:
  - id: answer
    matrix: { version: [first, second] }
    task: generate-answers
    experimentName: "traced-\${{ matrix.version }}"
`;
  const { handle } = await startPipeline(client, parsePipeline(text, 'p.yaml', {}), {
    taskQueue: 'untraced',
  });
  await handle.result();
  await worker.kill('SIGTERM');
  const spans = collector.spans();
  const posts = spans.filter(({ name }) => name === POST);
  expect(posts.map((post) => pathOf(spans, post))).toEqual(
    [1, 2].map(() => [
      POST,
      'RunActivity:triggerRun',
      'RunWorkflow:runTask',
      'RunWorkflow:runFanOut',
      'RunWorkflow:runPipeline',
    ]),
  );
  expect(new Set(posts.map(({ traceId }) => traceId)).size).toBe(1);
});

describe('without the variable', () => {
  test('nothing is sent, and the history of a run has no header', async () => {
    const collector = await startCollector();
    const worker = await startTracedWorker('off', {
      OTEL_EXPORTER_OTLP_ENDPOINT: new URL(collector.url).origin,
    });
    const ran = await triggerRun('off', {}, '--key', 'off', '-o', 'json');
    expect(ran.code).toBe(0);
    await worker.kill('SIGTERM');
    expect(collector.spans()).toEqual([]);
    const { workflowId } = ran.json<{ workflowId: string }>().data;
    const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
    const headers = (events ?? []).flatMap((event) =>
      [
        event.workflowExecutionStartedEventAttributes?.header,
        event.activityTaskScheduledEventAttributes?.header,
      ].flatMap((header) => Object.keys(header?.fields ?? {})),
    );
    expect(headers).toEqual([]);
  });
});

describe('a collector', () => {
  test.each(['refuses connections', 'never answers'])('that %s is no failure', async (how) => {
    const silent = await startTcpServer(() => undefined);
    const port = how === 'never answers' ? new URL(silent.baseUrl).port : await freePort('127.0.0.1');
    const url = `http://127.0.0.1:${port}/v1/traces`;
    const queue = how.replaceAll(' ', '-');
    const worker = await startTracedWorker(queue, tracesTo(url));
    const ran = await triggerRun(queue, tracesTo(url), '--key', queue);
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.stderr).not.toMatch(/otel|trace|span|collector/i);
    expect(await worker.kill('SIGTERM')).toBe(0);
    expect(worker.output()).toContain('"spans could not be sent"');
  });
});

describe('the header traceparent', () => {
  const headersOf = () =>
    simulator
      .journal()
      .requests.filter(({ path }) => path.endsWith('/trigger'))
      .map(({ headers }) => headers['traceparent'])
      .slice(-1);

  test.each([
    ['off', undefined],
    ['on', /^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/],
  ])('is sent to the service if that is %s', async (state, expected) => {
    const collector = await startCollector();
    const queue = `header-${state}`;
    const worker = await startTracedWorker(queue, {
      ...tracesTo(collector.url),
      AX_TASKS_TRACES_TO_SERVICE: state,
    });
    await triggerRun(queue, {}, '--key', queue);
    await worker.kill('SIGTERM');
    const [header] = headersOf();
    if (expected === undefined) expect(header).toBeUndefined();
    else expect(header).toMatch(expected);
    const post = named(collector.spans(), POST);
    expect(header ?? `00-${post?.traceId}-${post?.spanId}-01`).toBe(`00-${post?.traceId}-${post?.spanId}-01`);
  });
});
