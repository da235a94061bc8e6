import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import { beforeAll, expect, inject, test } from 'vitest';
import type { RunTaskInput } from '../../src/model/run/inputs.js';
import type { PipelineResult } from '../../src/model/pipeline/results.js';
import { startSimulator } from '../../src/testing.js';
import type { Simulator } from '../../src/testing.js';
import { createDevServer } from '../support/servers.js';
import { until } from '../support/until.js';
import { compile, packed } from './packed.js';

const execute = promisify(execFile);
const example = fileURLToPath(new URL('../../examples/08-own-worker', import.meta.url));

let simulator: Simulator;
let client: Client;
/** Runs the packed command in the example's folder. */
let axTasks: (...args: string[]) => Promise<string>;
/** The folder of the example. */
let folder: string;

/** The example as its user has it: compiled against the packed package, its worker a process of its own. */
beforeAll(async () => {
  const pack = await packed();
  folder = `${pack.folder}/own-worker`;
  await cp(example, folder, { recursive: true });
  expect(await compile(folder)).toBe('');
  const server = await createDevServer();
  simulator = await startSimulator({ advance: { by: 'looks', looks: 2 } });
  const worker = spawn(process.execPath, [`${folder}/dist/worker.js`], {
    stdio: 'ignore',
    env: {
      PATH: process.env['PATH'],
      TEMPORAL_ADDRESS: server.address,
      ARIZE_BASE_URL: simulator.baseUrl,
      ARIZE_API_KEY: simulator.apiKey,
    },
  });
  const command = `${pack.folder}/node_modules/ax-tasks-temporal/${pack.manifest.bin['ax-tasks']}`;
  const env = { PATH: process.env['PATH'], TEMPORAL_ADDRESS: server.address };
  axTasks = async (...args) =>
    (await execute(process.execPath, [command, ...args], { cwd: folder, env })).stdout;
  const connection = await Connection.connect({ address: server.address });
  client = new Client({ connection });
  return async () => {
    await connection.close();
    worker.kill();
    await once(worker, 'exit');
    await Promise.all([server.stop(), simulator.close(), pack.remove()]);
  };
});

test('the example’s workflow runs a task, which is listed, and then its own activity', async () => {
  const input: RunTaskInput = {
    intent: { task: 'nightly-hallucination', space: 'research', trigger: {} },
    wait: { pollIntervalMs: 1000 },
  };
  const handle = await client.workflow.start('evaluateAndNotify', {
    workflowId: 'evaluate-and-notify',
    taskQueue: 'ax-tasks',
    args: [input],
  });
  expect(await handle.result()).toBe('#evals');
  expect(simulator.journal().runs.map(({ status }) => status)).toEqual(['COMPLETED']);
  // Temporal's list follows with a delay.
  await until(async () => (await axTasks('workflow', 'list')).includes('evaluate-and-notify/runTask-1'));
});

test('the example’s pipeline has its own activity as a step', async () => {
  const { data } = JSON.parse(await axTasks('run', 'pipeline.yaml', '-o', 'json')) as {
    data: { result: PipelineResult };
  };
  const { verdict, steps } = data.result;
  expect(verdict).toBe('good');
  expect(steps.map(({ id, state }) => `${id} ${state}`)).toEqual(['score succeeded', 'notify succeeded']);
  expect(steps[1]?.outputs).toEqual({ result: { told: '#evals' } });
});

test('the example’s own test runs its workflow on a Temporal server that the package finds', async () => {
  const env = { PATH: process.env['PATH'], TEMPORAL_CLI_PATH: inject('temporalCliPath') };
  const { stdout } = await execute(process.execPath, ['--test', 'dist/worker.spec.js'], { cwd: folder, env });
  expect(stdout).toMatch(/^# pass 1$/m);
});
