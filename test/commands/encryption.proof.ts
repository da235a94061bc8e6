import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PipelineResult } from '../../src/model/pipeline/results.js';
import type { WorkflowSnapshot } from '../../src/model/temporal/workflow-snapshot.js';
import { startSimulator } from '../../src/simulator/index.js';
import type { Simulator } from '../../src/simulator/index.js';
import type { DevServer } from '../../src/temporal/start-dev-server.js';
import { historyText } from '../support/history-text.js';
import { createDevServer } from '../support/servers.js';
import { until } from '../support/until.js';
import { startWorkerProcess } from '../support/worker-process.js';
import type { WorkerProcess } from '../support/worker-process.js';
import { collect, start } from './support/cli.js';
import type { Ran } from './support/cli.js';
import { runHere } from './support/run-here.js';

const API_KEY = 'ak-canary-5d20e1f7a9';
const folder = mkdtempSync(join(tmpdir(), 'ax-tasks-encryption-'));
const keyFile = join(folder, 'keys.txt');
const [oldKey, newKey] = ['old', 'new'].map((id) => `${id}:${Buffer.alloc(32, id).toString('base64')}`);
const ENCRYPTED = { AX_TASKS_ENCRYPTION_KEY_FILE: keyFile };

let temporal: DevServer;
let simulator: Simulator;
let connection: Connection;
const workers: WorkerProcess[] = [];

beforeAll(async () => {
  temporal = await createDevServer({ dbFilename: join(folder, 'temporal.db') });
  connection = await Connection.connect({ address: temporal.address });
  simulator = await startSimulator({ apiKey: API_KEY, advance: { by: 'looks', looks: 3 } });
});
beforeEach(() => {
  simulator.reset();
  useKeys(oldKey);
});
afterEach(async () => {
  // The server would go on giving work to one that was killed.
  await Promise.all(workers.splice(0).map((worker) => worker.kill('SIGTERM')));
});
afterAll(async () => {
  await connection.close();
  await simulator.close();
  await temporal.stop();
  rmSync(folder, { recursive: true });
});

function useKeys(...lines: (string | undefined)[]): void {
  writeFileSync(keyFile, `# first encrypts\n${lines.join('\n')}\n`, { mode: 0o600 });
}

async function startWorker(env: Readonly<Record<string, string>>): Promise<WorkerProcess> {
  const worker = await startWorkerProcess({
    temporalAddress: temporal.address,
    axBaseUrl: simulator.baseUrl,
    apiKey: API_KEY,
    logLevel: 'DEBUG',
    env,
  });
  workers.push(worker);
  return worker;
}

const envOf = (env: Readonly<Record<string, string>>): Record<string, string> => ({
  TEMPORAL_ADDRESS: temporal.address,
  ARIZE_SPACE: 'research',
  ...env,
});
const ax = (env: Readonly<Record<string, string>>, ...args: string[]): Promise<Ran> =>
  runHere(args, envOf(env));

/** What every worker asks at its start, to see whether the service takes its API key. */
const AT_START = '/v2/spaces';

const looks = (): number =>
  simulator.journal().requests.filter(({ path }) => /\/task-runs\/[^/]+$/.test(path)).length;

/** Every byte of the database; its journal comes and goes, and has older pages of the same. */
const database = (): string =>
  readdirSync(folder)
    .filter((name) => ['temporal.db', 'temporal.db-wal'].includes(name))
    .map((name) => readFileSync(join(folder, name), 'latin1'))
    .join('\n');

const historyOf = (workflowId: string): Promise<string> =>
  historyText(new Client({ connection }), workflowId);

function pipelineOf(experiment: string): string {
  const file = join(folder, `${experiment}.yaml`);
  const step = `{ id: answer, task: generate-answers, experimentName: ${experiment}, pollInterval: 1s }`;
  writeFileSync(file, `version: 1\nname: secret-data\nspace: research\nsteps:\n  - ${step}\n`);
  return file;
}

async function startPipeline(env: Readonly<Record<string, string>>, experiment: string): Promise<string> {
  const started = await ax(env, 'run', pipelineOf(experiment), '--no-check', '--detach', '-o', 'json');
  expect(started.stderr + started.stdout).toContain('workflowId');
  return started.json<{ workflowId: string }>().data.workflowId;
}

const outcomeOf = (ran: Ran): unknown =>
  ran.json<{ result: PipelineResult }>().data.result.steps[0]?.result?.outcome.kind;

describe('with encryption on', () => {
  test('inputs and results are in neither database nor history; what was started without is still read', async () => {
    await startWorker(ENCRYPTED);
    const [open, closed] = await Promise.all([
      startPipeline({}, 'plain-canary-1e5b'),
      startPipeline(ENCRYPTED, 'secret-canary-9f31'),
    ]);
    const watched = await Promise.all([open, closed].map((id) => ax(ENCRYPTED, 'watch', id, '-o', 'json')));
    expect(watched.map(outcomeOf)).toEqual(['succeeded', 'succeeded']);
    const histories = await Promise.all([open, closed, `${closed}/answer`].map(historyOf));
    for (const kept of [histories.join('\n'), database()]) {
      expect(kept).toContain('plain-canary-1e5b');
      expect(kept).toContain('binary/encrypted');
      expect(kept).not.toContain('secret-canary-9f31');
    }
  });

  test('a running pipeline ends well although keys are rotated under it, and shows itself on the way', async () => {
    const first = await startWorker(ENCRYPTED);
    const workflowId = await startPipeline(ENCRYPTED, 'rotation');
    await until(() => looks() >= 1);
    const live = await untilShown(workflowId);
    expect(live).toMatchObject({ id: 'answer', task: 'generate-answers', stage: 'running' });
    expect(live.runId).toBe(simulator.journal().runs[0]?.runId);
    await first.kill('SIGTERM');
    useKeys(newKey, oldKey);
    await startWorker(ENCRYPTED);
    const watched = await ax(ENCRYPTED, 'watch', workflowId, '-o', 'json');
    expect(watched.code).toBe(0);
    expect(outcomeOf(watched)).toBe('succeeded');
    expect(simulator.journal().runs).toHaveLength(1);
    useKeys(oldKey);
    const behind = await ax(ENCRYPTED, 'workflow', 'status', workflowId);
    expect(behind.code).toBe(2);
    expect(behind.stderr).toContain(
      'Data is encrypted with the key "new", which is not configured here (here: old)',
    );
    expect((await ax({}, 'workflow', 'status', workflowId)).stderr).toMatch(
      /with the key ".*", which is not configured here/,
    );
    const listed = await ax({}, 'workflow', 'list');
    expect([listed.code, listed.stdout.includes(workflowId)]).toEqual([0, true]);
  });

  test('a worker without the key asks the service for nothing but its own check, and says what is missing', async () => {
    const blind = await startWorker({});
    const workflowId = await startPipeline(ENCRYPTED, 'no-key');
    await until(() =>
      blind.output().includes('with the key \\"old\\", which is not configured here (no key is configured)'),
    );
    expect(simulator.journal().requests.map(({ path }) => path)).toEqual([AT_START]);
    await new Client({ connection }).workflow.getHandle(workflowId).terminate();
  });

  test('a failure says what it always says, and its words are not in the database', async () => {
    await startWorker(ENCRYPTED);
    const ran = await ax(ENCRYPTED, 'get', 'no-such-task-canary-77ab');
    expect(ran.code).toBe(4);
    expect(ran.stderr).toContain('no-such-task-canary-77ab');
    expect(database()).not.toContain('no-such-task-canary-77ab');
    expect(database()).toContain('Encoded failure');
  });

  test('the reason why an activity is tried again is shown, and a cancelled pipeline tells its result', async () => {
    await startWorker(ENCRYPTED);
    const match = { method: 'GET', path: '/v2/spaces' };
    const answer = { kind: 'respond', status: 503, body: { title: 'down for canary-0c4e' } } as const;
    simulator.addFault({ match, answer, times: 'always' });
    const workflowId = await startPipeline(ENCRYPTED, 'retried');
    const note = async (): Promise<string> => (await stepOf(workflowId))?.note ?? '';
    await until(async () => (await note()).includes('503'));
    expect(await note()).not.toContain('Encoded failure');
    expect(database()).not.toContain('canary-0c4e');
    const cancelled = await ax(ENCRYPTED, 'workflow', 'cancel', workflowId, '--force', '-o', 'json');
    expect(cancelled.json<{ result: PipelineResult }>().data.result.verdict).toBe('cancelled');
    expect(await encodingsOf(workflowId)).toEqual(['binary/encrypted']);
  });
});

function scheduleOf(name: string): string {
  const file = join(folder, `${name}.yaml`);
  const rest = 'schedule: { every: 1d }\ntask: generate-answers\nspace: research\n';
  writeFileSync(file, `version: 1\nname: ${name}\nnote: note-canary-5c2a\n${rest}`);
  return file;
}

type Applied = { schedules: { deed: string; changes: { member: string; after: string | null }[] }[] };

test('a schedule from before is encrypted, and encrypted with a new key, by applying it again', async () => {
  const apply = async (env: Readonly<Record<string, string>>) =>
    (await ax(env, 'schedule', 'apply', '--no-check', scheduleOf('was-plain'), '-o', 'json')).json<Applied>()
      .data.schedules[0];
  expect(await apply({})).toMatchObject({ deed: 'create' });
  const member = 'encryptionKey';
  expect(await apply(ENCRYPTED)).toMatchObject({ deed: 'update', changes: [{ member, after: 'old' }] });
  expect(await apply(ENCRYPTED)).toMatchObject({ deed: 'unchanged' });
  useKeys(newKey, oldKey);
  expect(await apply(ENCRYPTED)).toMatchObject({ deed: 'update', changes: [{ member, after: 'new' }] });
  useKeys(newKey);
  const { stdout } = await ax(ENCRYPTED, 'schedule', 'describe', 'was-plain');
  expect(stdout).toContain('note-canary-5c2a');
});

test('lists without the key have what it would read, and say so; what is asked for by name is refused', async () => {
  await startWorker(ENCRYPTED);
  await ax(ENCRYPTED, 'schedule', 'apply', '--no-check', scheduleOf('secret'));
  await ax({}, 'schedule', 'apply', '--no-check', scheduleOf('plain'));
  const range = ['--start', '2026-11-01', '--end', '2026-11-02', '--slice', '12h', '--poll-interval', '1'];
  const backfill = ['backfill', 'start', '--task', 'nightly-hallucination', ...range];
  expect((await ax(ENCRYPTED, ...backfill)).code).toBe(0);
  const schedules = await ax({}, 'schedule', 'list');
  expect(schedules.code).toBe(0);
  expect(schedules.stdout).toMatch(/^plain +every 1d/m);
  expect(schedules.stdout).toMatch(/^secret +encrypted/m);
  expect(schedules.stderr).toContain('with the key "old", which is not configured here');
  const backfills = await ax({}, 'backfill', 'list');
  expect([backfills.code, backfills.stdout]).toEqual([0, expect.stringMatching(/completed .* encrypted/)]);
  const described = await ax({}, 'schedule', 'describe', 'secret');
  expect([described.code, described.stderr]).toEqual([
    2,
    expect.stringContaining('which is not configured here'),
  ]);
});

/** How the memo is stored, in which a cancelled workflow leaves its result. */
async function encodingsOf(workflowId: string): Promise<string[]> {
  const request = { namespace: 'default', execution: { workflowId } };
  const described = await connection.workflowService.describeWorkflowExecution(request);
  const memo = Object.entries(described.workflowExecutionInfo?.memo?.fields ?? {});
  expect(memo.map(([name]) => name)).toContain('result');
  return [...new Set(memo.map(([, { metadata }]) => Buffer.from(metadata?.['encoding'] ?? []).toString()))];
}

async function stepOf(workflowId: string): Promise<WorkflowSnapshot['steps'][number] | undefined> {
  const status = await ax(ENCRYPTED, 'workflow', 'status', workflowId, '-o', 'json');
  return status.json<WorkflowSnapshot>().data.steps[0];
}

async function untilShown(workflowId: string): Promise<WorkflowSnapshot['steps'][number]> {
  for (;;) {
    const step = await stepOf(workflowId);
    if (step !== undefined && step.runId !== null) return step;
  }
}

test.skipIf(process.platform !== 'linux')(
  'neither key is on a command line or in what worker and CLI print',
  async () => {
    const keys = { AX_TASKS_ENCRYPTION_KEYS: `${oldKey}` };
    const env = {
      ...envOf(keys),
      ARIZE_BASE_URL: simulator.baseUrl,
      ARIZE_API_KEY: API_KEY,
      LOG_LEVEL: 'DEBUG',
    };
    const worker = start(['worker'], { env });
    const closed = once(worker, 'close');
    const printed = [collect(worker.stdout), collect(worker.stderr)];
    await until(() => printed.some((text) => text().includes('"worker started"')));
    const watching = start(['trigger-run', 'generate-answers', '--wait', '--poll-interval', '1', '--debug'], {
      env: envOf(keys),
    });
    printed.push(collect(watching.stdout), collect(watching.stderr));
    await until(() => looks() >= 1);
    const commandLines = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(commandLineOf);
    expect(commandLines.filter((line) => line.includes('starter.js'))).not.toHaveLength(0);
    expect(await once(watching, 'close')).toEqual([0, null]);
    const failed = await ax(keys, 'get', 'no-such-task', '--debug');
    const wrong = await ax({ AX_TASKS_ENCRYPTION_KEYS: `${oldKey}x` }, 'list');
    expect(wrong.code).toBe(2);
    worker.kill('SIGTERM');
    await closed;
    const texts = [
      commandLines,
      printed.map((text) => text()),
      failed.stdout,
      failed.stderr,
      wrong.stderr,
    ].flat();
    const secret = (oldKey ?? '').slice('old:'.length, -1);
    for (const text of texts) for (const key of [API_KEY, secret]) expect(text).not.toContain(key);
  },
);

function commandLineOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
  } catch {
    // The process ended meanwhile.
    return '';
  }
}
