import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { AxClient } from '../../src/ax/index.js';
import { startBackfill } from '../../src/client/backfill/start-backfill.js';
import { startPipeline } from '../../src/client/pipeline/start-pipeline.js';
import { parsePipeline } from '../../src/files/pipeline/parse-pipeline.js';
import { DEFAULT_TASK_QUEUE } from '../../src/model/temporal/names.js';
import { startSimulator } from '../../src/simulator/index.js';
import type { Simulator } from '../../src/simulator/index.js';
import type { DevServer } from '../../src/temporal/start-dev-server.js';
import { createDevServer } from '../support/servers.js';
import { until } from '../support/until.js';
import { startWorkerProcess } from '../support/worker-process.js';
import type { WorkerProcess } from '../support/worker-process.js';
import { planOf } from '../workflows/backfill/backfills.js';

let server: DevServer;
let simulator: Simulator;
let client: Client;
let worker: WorkerProcess;

beforeAll(async () => {
  server = await createDevServer();
  simulator = await startSimulator({ advance: { by: 'looks', looks: 2 } });
  client = new Client({ connection: await Connection.connect({ address: server.address }) });
  worker = await startWorkerProcess({
    temporalAddress: server.address,
    axBaseUrl: simulator.baseUrl,
    apiKey: simulator.apiKey,
  });
});
afterAll(async () => {
  await worker.kill('SIGKILL');
  await client.connection.close();
  await simulator.close();
  await server.stop();
});

type Line = Record<string, unknown>;
const linesOf = (id: string): Line[] =>
  worker
    .output()
    .split('\n')
    .filter((line) => line.includes(`"rootWorkflowId":"${id}"`))
    .map((line) => JSON.parse(line) as Line);

const linesSaying = (id: string, message: string): Line[] =>
  linesOf(id).filter((line) => line['message'] === message);

const PIPELINE = `
version: 1
name: findable
space: research
steps:
  - id: answer
    matrix: { version: [first, second] }
    task: generate-answers
    experimentName: "answers-of-\${{ matrix.version }}"
  - id: score
    task: score-experiments
    experimentsFrom: [answer]
    gate: { checks: [{ successShare: { min: 0.1 } }] }
`;

test('LOG_FORMAT=text writes lines for people into a pipe too', async () => {
  const readable = await startWorkerProcess({
    temporalAddress: server.address,
    axBaseUrl: simulator.baseUrl,
    apiKey: simulator.apiKey,
    env: { LOG_FORMAT: 'text', AX_TASKS_TASK_QUEUE: 'another' },
  });
  onTestFinished(async () => void (await readable.kill('SIGKILL')));
  expect(readable.output()).toMatch(/^\d\d:\d\d:\d\d INFO {2}worker started address=127\.0\.0\.1:\d+ /m);
});

test('one id finds the POST, the end of the run and the verdict of all steps of a pipeline', async () => {
  const plan = parsePipeline(PIPELINE, 'p.yaml', {});
  const { handle } = await startPipeline(client, plan, { taskQueue: DEFAULT_TASK_QUEUE });
  const { verdict } = await handle.result();
  expect(verdict).toBe('good');
  const { workflowId } = handle;
  const saying = (message: string) => linesSaying(workflowId, message);
  await until(() => saying('a pipeline ended').length > 0);
  const posts = saying('triggerRun');
  const ends = saying('a run ended');
  expect(posts.map(({ result }) => result)).toEqual(['ok', 'ok', 'ok']);
  expect(new Set(posts.map(({ workflowId: own }) => own)).size).toBe(3);
  const runs = simulator.journal().runs.map(({ runId }) => runId);
  expect(ends.map(({ axRunId }) => axRunId).sort()).toEqual(runs.sort());
  expect(
    saying('a trigger was settled')
      .map(({ axRunId }) => axRunId)
      .sort(),
  ).toEqual(runs);
  expect(ends.every((line) => line['verdict'] === 'good')).toBe(true);
  expect(saying('a gate was judged')).toMatchObject([{ step: 'score', verdict: 'pass' }]);
  expect(saying('a pipeline ended')).toMatchObject([{ verdict: 'good', workflowId }]);
  const executions = linesOf(workflowId).map(({ runId, workflowRunId }) => String(runId ?? workflowRunId));
  expect(executions.every((id) => /^[0-9a-f-]{36}$/.test(id))).toBe(true);
});

test('one id finds the POSTs and the ends of the runs of a backfill, whose triggers are children', async () => {
  const { baseUrl, apiKey } = simulator;
  const ax = new AxClient({ baseUrl, apiKey, preReleaseWarning: false });
  onTestFinished(() => ax.close());
  const { handle } = await startBackfill(client, await planOf({ ax }, 2), { taskQueue: DEFAULT_TASK_QUEUE });
  await handle.result();
  const { workflowId } = handle;
  await until(() => linesSaying(workflowId, 'a run ended').length === 2);
  const posts = linesOf(workflowId).filter(({ call }) => /^triggerRuns?$/.test(String(call)));
  expect(posts.length).toBeGreaterThan(0);
  expect(posts.every((line) => line['workflowId'] !== workflowId && line['result'] === 'ok')).toBe(true);
});
