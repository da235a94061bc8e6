import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AxClient } from '../../src/ax/index.js';
import { startBackfill } from '../../src/client/backfill/start-backfill.js';
import { decide } from '../../src/client/pipeline/control-pipeline.js';
import { startPipeline } from '../../src/client/pipeline/start-pipeline.js';
import { parsePipeline } from '../../src/files/pipeline/parse-pipeline.js';
import type { RunTaskInput } from '../../src/model/run/inputs.js';
import { DEFAULT_TASK_QUEUE } from '../../src/model/temporal/names.js';
import { startSimulator } from '../../src/simulator/index.js';
import type { Simulator } from '../../src/simulator/index.js';
import { freePort } from '../../src/temporal/dev-server/free-port.js';
import type { DevServer } from '../../src/temporal/start-dev-server.js';
import type { runTask, sweepRuns, waitForRun } from '../../src/workflows/index.js';
import { scrape, sumBy } from '../support/scrape.js';
import { createDevServer } from '../support/servers.js';
import { until } from '../support/until.js';
import { startWorkerProcess } from '../support/worker-process.js';
import type { WorkerProcess } from '../support/worker-process.js';
import { planOf } from '../workflows/backfill/backfills.js';
import { endOf, hourlySchedule, nominal, task } from '../workflows/schedules/firings.js';

let server: DevServer;
let simulator: Simulator;
let client: Client;
let ax: AxClient;
let port: number;
let worker: WorkerProcess;

async function startMeasured(): Promise<WorkerProcess> {
  port = await freePort('127.0.0.1');
  return startWorkerProcess({
    temporalAddress: server.address,
    axBaseUrl: simulator.baseUrl,
    apiKey: simulator.apiKey,
    env: { AX_TASKS_METRICS_ADDRESS: `${port}` },
  });
}

beforeAll(async () => {
  server = await createDevServer();
  simulator = await startSimulator({ advance: { by: 'looks', looks: 2 } });
  const { baseUrl, apiKey } = simulator;
  ax = new AxClient({ baseUrl, apiKey, preReleaseWarning: false });
  client = new Client({ connection: await Connection.connect({ address: server.address }) });
  worker = await startMeasured();
});
afterAll(async () => {
  await worker.kill('SIGKILL');
  await Promise.all([client.connection.close(), ax.close()]);
  await simulator.close();
  await server.stop();
});

const sums = async (name: string, ...by: string[]) => sumBy((await scrape(port)).samples, name, ...by);
const WINDOW = { dataStartTime: '2026-11-01T00:00:00.000Z', dataEndTime: '2026-11-08T00:00:00.000Z' };
const TRIGGER = { method: 'POST', path: '/v2/tasks/*/trigger' };
const taskQueue = DEFAULT_TASK_QUEUE;
const wait = { pollIntervalMs: 1000 };

const evaluation: RunTaskInput = {
  intent: {
    task: 'nightly-hallucination',
    space: 'research',
    trigger: { ...WINDOW, overrideEvaluations: true },
  },
  wait,
};
const run = (workflowId: string, input: RunTaskInput) =>
  client.workflow.start<typeof runTask>('runTask', { taskQueue, workflowId, args: [input] });

/** A workflow whose run goes on and was looked at: its trigger is settled. */
async function startStuck(workflowId: string) {
  const before = simulator.journal().runs.length;
  simulator.addBehaviour({ stuckAt: 'RUNNING' });
  const handle = await run(workflowId, evaluation);
  await until(() => simulator.journal().runs.length > before);
  const runId = simulator.journal().runs.at(-1)?.runId ?? '';
  // The first look is the trigger's, which a kill would leave in doubt.
  const looks = () =>
    simulator.journal().requests.filter(({ path }) => path.endsWith(encodeURIComponent(runId)));
  await until(() => looks().length > 1);
  return handle;
}

test('runs are counted by how they came to be and how they ended', async () => {
  await (await run('created', evaluation)).result();
  simulator.addFault({ match: TRIGGER, answer: { kind: 'drop', at: 'after-effect' } });
  await (await run('adopted', evaluation)).result();
  simulator.addFault({ match: TRIGGER, answer: { kind: 'respond', status: 422 } });
  await expect((await run('refused', evaluation)).result()).rejects.toThrow();
  simulator.addBehaviour({ outcome: 'failed', failureReason: 'no quota' });
  await (await run('failed', evaluation)).result();
  expect(await sums('ax_tasks_triggers_total', 'task', 'how')).toEqual({
    'nightly-hallucination created': 2,
    'nightly-hallucination adopted': 1,
    'nightly-hallucination refused': 1,
  });
  expect(await sums('ax_tasks_runs_ended_total', 'task', 'outcome', 'verdict')).toEqual({
    'nightly-hallucination succeeded good': 2,
    'nightly-hallucination failed failed': 1,
  });
  expect(await sums('ax_tasks_run_duration_seconds_count', 'task')).toEqual({ 'nightly-hallucination': 3 });
  expect(await sums('ax_tasks_detection_delay_seconds_count')).toEqual({ '': 3 });
});

test('a gate, an approval and the pipeline around them are counted', async () => {
  const text = `
version: 1
name: measured
space: research
steps:
  - id: judge
    task: nightly-hallucination
    window: { start: 2026-11-01T00:00:00Z, end: 2026-11-02T00:00:00Z }
    overrideEvaluations: true
    gate: { checks: [{ successShare: { min: 0.1 } }] }
  - id: ok
    approval: Go on?
`;
  const { handle } = await startPipeline(client, parsePipeline(text, 'p.yaml', {}), { taskQueue });
  await until(async () => (await sums('ax_tasks_approvals_total', 'state'))['asked'] === 1);
  await decide(handle, { stepId: 'ok', decision: 'approve', by: 'tester' });
  await handle.result();
  expect(await sums('ax_tasks_gate_verdicts_total', 'verdict')).toEqual({ pass: 1 });
  expect(await sums('ax_tasks_approvals_total', 'state')).toEqual({ asked: 1, approved: 1 });
  expect(await sums('ax_tasks_pipelines_ended_total', 'verdict')).toEqual({ good: 1 });
});

test('each window of a backfill is counted once, by its state', async () => {
  const triggered = simulator.journal().runs.length;
  simulator.addBehaviour({ outcome: 'failed', failureReason: 'no quota' });
  const { handle } = await startBackfill(client, await planOf({ ax }, 3), { taskQueue });
  await handle.result();
  expect(simulator.journal().runs.length).toBe(triggered + 3);
  expect(await sums('ax_tasks_windows_ended_total', 'task', 'state')).toEqual({
    'nightly-hallucination evaluated': 2,
    'nightly-hallucination failed': 1,
  });
});

test('a firing is counted with its delay and the lag of what it evaluated', async () => {
  const schedule = await hourlySchedule(
    { env: { client } },
    'measured',
    { window: nominal(), work: task({ wait }) },
    { taskQueue },
  );
  await endOf(await schedule.fire(10));
  expect(await sums('ax_tasks_firings_total', 'schedule', 'verdict')).toEqual({ 'measured good': 1 });
  expect(await sums('ax_tasks_firing_delay_seconds_count', 'schedule')).toEqual({ measured: 1 });
  expect(await sums('ax_tasks_coverage_lag_seconds_count', 'schedule')).toEqual({ measured: 1 });
});

test('a sweep and its orphans are counted', async () => {
  const handle = await startStuck('to-be-terminated');
  await handle.terminate();
  await client.workflow.execute<typeof sweepRuns>('sweepRuns', {
    taskQueue,
    workflowId: 'sweep',
    args: [{ space: 'research', tasks: ['nightly-hallucination'], graceMs: 100, action: 'cancel' }],
  });
  expect(await sums('ax_tasks_sweeps_total', 'result')).toEqual({ clean: 1 });
  expect(await sums('ax_tasks_orphans_total', 'did')).toEqual({ cancelled: 1 });
});

test('a worker that replays a workflow counts only what happens from then on', async () => {
  const handle = await startStuck('moved');
  await worker.kill('SIGKILL');
  worker = await startMeasured();
  await handle.cancel();
  await until(async () => Object.keys(await sums('ax_tasks_runs_ended_total', 'outcome')).length > 0);
  expect(await sums('ax_tasks_runs_ended_total', 'outcome')).toEqual({ 'cancelled-by-us': 1 });
  expect(await sums('ax_tasks_triggers_total', 'how')).toEqual({});
});

test('a run that was started elsewhere has no task by name', async () => {
  const created = await ax.triggerRun({
    task: 'nightly-hallucination',
    space: 'research',
    dataStartTime: '2026-10-01T00:00:00Z',
    dataEndTime: '2026-10-02T00:00:00Z',
    overrideEvaluations: true,
  });
  await client.workflow.execute<typeof waitForRun>('waitForRun', {
    taskQueue,
    workflowId: 'waited-for',
    args: [{ runId: created.id, wait }],
  });
  expect((await sums('ax_tasks_runs_ended_total', 'task'))['unknown']).toBe(1);
});
