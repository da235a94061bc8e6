import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { InvalidFairnessKeyError } from '../src/client/errors.js';
import { startPipeline } from '../src/client/pipeline/start-pipeline.js';
import { startRun } from '../src/client/run/start-run.js';
import { parsePipeline } from '../src/index.js';
import { DEFAULT_TASK_QUEUE } from '../src/model/temporal/names.js';
import { startSimulator } from '../src/simulator/index.js';
import type { Simulator } from '../src/simulator/index.js';
import { describeQueue } from '../src/temporal/queue-status.js';
import type { DevServer } from '../src/temporal/start-dev-server.js';
import { createDevServer } from './support/servers.js';
import { until } from './support/until.js';
import { startWorkerProcess } from './support/worker-process.js';
import type { WorkerProcess } from './support/worker-process.js';

const PER_SECOND = 4;
const HOUR_MS = 3_600_000;

let server: DevServer;
let simulator: Simulator;
let client: Client;
let worker: WorkerProcess;

beforeAll(async () => {
  server = await createDevServer({
    dynamicConfig: {
      'matching.enableFairness': true,
      'limit.historyCount.suggestContinueAsNew': 12,
      // In one partition the order is exact; a rate is divided by partitions.
      'matching.numTaskqueueReadPartitions': 1,
      'matching.numTaskqueueWritePartitions': 1,
    },
  });
  simulator = await startSimulator({ runSeconds: 0 });
  client = new Client({ connection: await Connection.connect({ address: server.address }) });
  worker = await startWorkerProcess({
    temporalAddress: server.address,
    axBaseUrl: simulator.baseUrl,
    apiKey: simulator.apiKey,
    env: { AX_TASKS_REQUESTS_PER_SECOND: String(PER_SECOND) },
  });
  await until(async () => (await describeQueue(client, DEFAULT_TASK_QUEUE)).activityPollers === 1);
});
afterAll(async () => {
  await worker.kill('SIGKILL');
  await client.connection.close();
  await simulator.close();
  await server.stop();
});

/** The fairness key of each execution so far of the workflows whose IDs begin with this. */
async function keysOf(prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { workflowId, runId } of client.workflow.list({
    query: `WorkflowId STARTS_WITH "${prefix}"`,
  })) {
    const { raw } = await client.workflow.getHandle(workflowId, runId).describe();
    keys.push(raw.workflowExecutionInfo?.priority?.fairnessKey ?? '');
  }
  return keys;
}

const PIPELINE = `version: 1
name: fair
space: research
steps:
  - id: answer
    matrix: { model: [a, b] }
    concurrency: { limit: 1 }
    task: generate-answers
`;

test('a fan-out and its runs have the fairness key of their pipeline, also after they continued as new', async () => {
  const plan = parsePipeline(PIPELINE, 'fair.yaml', {});
  const { handle } = await startPipeline(client, plan, { fairnessKey: 'search' });
  expect((await handle.result()).verdict).toBe('good');
  // The pipeline, its fan-out and two runs; some of them continued as new.
  await until(async () => (await keysOf(handle.workflowId)).length > 4);
  expect(new Set(await keysOf(handle.workflowId))).toEqual(new Set(['search']));
});

test('a fairness key that Temporal does not take is refused before anything starts', async () => {
  const intent = { task: 'generate-answers', space: 'research', trigger: {} };
  const started = startRun(client, { intent, wait: null }, { fairnessKey: 'x'.repeat(65) });
  await expect(started).rejects.toThrow(InvalidFairnessKeyError);
  await expect(started).rejects.toThrow('must be 1 to 64 visible ASCII characters. Nothing was started.');
});

/** Starts a run of an hour, so many hours ago. */
const runAt = (hours: number, fairnessKey: string): ReturnType<typeof startRun> => {
  const startMs = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - hours * HOUR_MS;
  const trigger = { dataStartTime: new Date(startMs), dataEndTime: new Date(startMs + HOUR_MS) };
  const intent = { task: 'fresh-relevance', space: 'research', trigger };
  return startRun(client, { intent, wait: null }, { fairnessKey });
};

test('a team with one run is not behind the backlog of a team with many', async () => {
  const before = simulator.journal().runs.length;
  const many = await Promise.all(Array.from({ length: PER_SECOND * 6 }, (_, nth) => runAt(50 + nth, 'many')));
  await until(() => simulator.journal().runs.length > before);
  const one = await runAt(40, 'one');
  await one.handle.result();
  const ended = simulator.journal().runs.length - before;
  await Promise.all(many.map(({ handle }) => handle.result()));
  expect(ended).toBeLessThan(many.length / 2);
});
