import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BackfillPreview } from '../../src/model/backfill/backfill-preview.js';
import type { TaskRun } from '../../src/model/api/task-run.js';
import { windowsIn } from '../../src/model/backfill/window-list.js';
import { connectClient, loadConnectionOptions } from '../../src/temporal/connect.js';
import type { ConnectedClient } from '../../src/temporal/connect.js';
import { until } from '../support/until.js';
import { backfillMemo } from '../support/backfill-memo.js';
import type { Ran } from './support/cli.js';
import { runHere } from './support/run-here.js';
import { createStack } from './support/stack.js';
import type { Stack } from './support/stack.js';
import { startOnTerminal } from './support/terminal.js';

let stack: Stack;
let connected: ConnectedClient;
let client: Client;
const folder = mkdtempSync(join(tmpdir(), 'ax-tasks-backfills-'));

const ax = (...args: string[]): Promise<Ran> => runHere(args, { ...stack.env, USER: 'ann' });

const DAY = ['--start', '2026-10-24', '--end', '2026-10-26', '--time-zone', 'Europe/Berlin'];
const FRESH = ['--task', 'fresh-relevance', ...DAY];

beforeAll(async () => {
  stack = await createStack();
  await stack.startWorker();
  connected = await connectClient(loadConnectionOptions({ address: stack.temporal.address }, {}));
  ({ client } = connected);
});

afterAll(async () => {
  await connected.close();
  await stack.close();
});

const previewOf = async (...args: string[]): Promise<BackfillPreview> =>
  (await ax('backfill', 'plan', ...args, '-o', 'json')).json<BackfillPreview>().data;

/** Backfills that run, by Temporal's list, which follows with a delay. */
const running = async (): Promise<string[]> => {
  const ids: string[] = [];
  const query = "WorkflowType = 'runBackfill' AND ExecutionStatus = 'Running'";
  for await (const { workflowId } of client.workflow.list({ query })) ids.push(workflowId);
  return ids;
};

describe('backfill plan', () => {
  test('reads local dates in the time zone, says how, and cuts days by its clock', async () => {
    const { code, stdout, stderr } = await ax('backfill', 'plan', ...FRESH, '--slice', '1d');
    expect(code).toBe(0);
    expect(stderr).toContain('--start 2026-10-24 is 2026-10-24 00:00 CEST (2026-10-23T22:00');
    expect(stdout).toContain('Range             2026-10-23T22:00:00Z to 2026-10-25T23:00:00Z, end exclusive');
    expect(stdout).toContain('In Europe/Berlin  2026-10-24 00:00 CEST to 2026-10-26 00:00 CET');
    expect(stdout).toContain('2, from 1d 0h to 1d 1h long');
    expect(stdout).toMatch(
      /^Counted +[\d,]+ spans in all 2 windows; 0 of them evaluated already; \d requests$/m,
    );
  });

  test('of a single millisecond is one window, and all of its picture is to do', async () => {
    const range = ['--start', '2026-10-24T00:00:00Z', '--end', '2026-10-24T00:00:00.001Z'];
    const { stdout } = await ax('backfill', 'plan', '--task', 'fresh-relevance', ...range, '--slice', '1d');
    expect(stdout).toContain('1 of 1ms');
    expect(stdout).not.toContain('partly planned');
  });

  test('leaves out what runs have proven, and takes it in with --override', async () => {
    const range = [
      '--task',
      'nightly-hallucination',
      '--start',
      'now-20d',
      '--end',
      'now-2h',
      '--slice',
      '6h',
    ];
    const proven = (await previewOf(...range)).coverage?.find(({ state }) => state === 'evaluated');
    expect(proven?.ms).toBeGreaterThan(0);
    expect(proven?.plannedMs).toBe(0);
    const { plan, coverage, estimate } = await previewOf(...range, '--override');
    expect({ coverage, isOverride: plan.overrideEvaluations }).toEqual({ coverage: null, isOverride: true });
    expect(estimate.spans).toBeGreaterThan(0);
    const [first] = windowsIn(plan.windows);
    expect(first?.startMs).toBe(Date.parse(plan.range.dataStartTime));
  });

  test('of a range that is proven is empty, and starting it starts nothing', async () => {
    const runs = await ax('list-runs', 'nightly-hallucination', '--status', 'completed', '-o', 'json');
    const [run] = runs.json<{ items: TaskRun[] }>().data.items;
    const range = ['--start', run?.dataStartTime ?? '', '--end', run?.dataEndTime ?? '', '--slice', '6h'];
    const { code, stdout, stderr } = await ax('backfill', 'start', '--task', run?.taskId ?? '', ...range);
    expect(stdout).toContain('none: all of the range is evaluated');
    expect(stderr).toContain('Nothing to do');
    expect(code).toBe(0);
  });

  test('refuses a task whose runs take no window', async () => {
    for (const task of ['generate-answers', 'score-experiments']) {
      const { code, stderr } = await ax('backfill', 'plan', '--task', task, ...DAY, '--slice', '1d');
      expect(stderr).toContain('there is nothing to backfill');
      expect(code).toBe(4);
    }
  });

  test('says what is wrong with its flags before it asks anybody', async () => {
    const wrong: [string[], RegExp][] = [
      [['--slice', '1d', ...DAY], /needs --task/],
      [FRESH, /needs --slice/],
      [[...FRESH, '--slice', '1h30m'], /--slice is "1h30m", expected the length/],
      [[...FRESH, '--slice', '1m', '--start', '2020-01-01'], /at most 50000/],
      [[...FRESH, '--slice', '1d', '--end', '2026-10-24'], /must be before --end/],
      [[...FRESH, '--slice', '1d', '--end', 'tomorrow'], /--end is "tomorrow", expected a time/],
      [[...FRESH, '--slice', '1d', '--end', '2999-01-01'], /is in the future/],
      [[...FRESH, '--slice', '1d', '--time-zone', 'Mars/Base'], /expected the name of a time zone/],
      [[...FRESH, '--slice', '1d', '--pause-at-failures', '120%'], /Expected a share/],
      [[...FRESH, '--slice', '1d', '--max-spans-in-all', '9999'], /up to 10000 spans, so none could start/],
      [[...FRESH, '--slice', '1d', '--override', '--missing'], /cannot be used with/],
      [[...FRESH, '--slice', '1d', '--save', '/no/such/folder/plan.json'], /does not exist/],
    ];
    for (const [flags, message] of wrong) {
      const nowhere = { TEMPORAL_ADDRESS: '127.0.0.1:1', ARIZE_SPACE: 'research' };
      const { code, stderr } = await runHere(['backfill', 'plan', ...flags], nowhere);
      expect(stderr).toMatch(message);
      expect(code).toBe(2);
    }
  });
});

describe('backfill start', () => {
  const save = async (name: string, ...args: string[]): Promise<string> => {
    const file = join(folder, `${name}.json`);
    expect(await ax('backfill', 'plan', ...args, '--save', file)).toMatchObject({ code: 0 });
    return file;
  };

  test('runs exactly the plan that was saved, once; what shares its time is refused', async () => {
    stack.simulator.addBehaviour({
      stuckAt: 'RUNNING',
      times: 'always',
      match: { taskName: 'fresh-relevance' },
    });
    const file = await save('fresh', ...FRESH, '--slice', '1d');
    const first = await ax('backfill', 'start', '--plan', file, '--detach', '-o', 'json');
    const { workflowId, windows } = first.json<{ workflowId: string; windows: number }>().data;
    expect(workflowId).toMatch(/^ax-backfill\/fresh-relevance\/[0-9a-f]{16}$/);
    expect(windows).toBe(2);
    await until(async () => (await running()).includes(workflowId));
    const again = await ax('backfill', 'start', '--plan', file, '--detach');
    expect(again.stderr).toContain('Attached to the same backfill, which is already running');
    expect(again.stdout).toBe(`${workflowId}\n`);
    const byFlags = await ax('backfill', 'start', ...FRESH, '--slice', '1d', '--detach');
    expect(byFlags.stdout).toBe(`${workflowId}\n`);
    const other = await ax('backfill', 'start', ...FRESH, '--slice', '6h', '--detach');
    expect(other).toMatchObject({ code: 4, stdout: '' });
    expect(other.stderr).toContain(`is running for an overlapping range (${workflowId})`);
    const warned = await ax('backfill', 'plan', ...FRESH, '--slice', '6h');
    expect(warned.stderr).toContain(`ax-tasks backfill watch ${workflowId}`);
    const beside = await ax('backfill', 'start', ...FRESH, '--slice', '6h', '--detach', '--key', 'b');
    expect(beside.code).toBe(0);
    const listed = await ax('backfill', 'list');
    expect(listed.stdout).toContain(workflowId);
    expect(listed.stdout).toContain('2026-10-23 to 2026-10-25');
    for (const id of await running()) await client.workflow.getHandle(id).terminate();
    await until(async () => (await running()).length === 0);
  });

  test('asks where it is large, and starts nothing on a no', async () => {
    const large = ['backfill', 'start', ...FRESH, '--slice', '10m'];
    const { code, stderr } = await ax(...large);
    expect(stderr).toContain('--force');
    expect(code).toBe(2);
    const terminal = startOnTerminal(large, stack.env);
    await terminal.shows('Start a backfill of fresh-relevance in 294 windows, about 1,');
    await terminal.shows('spans? [y/N]');
    terminal.type('n\r');
    expect(await terminal.exitCode()).toBe(6);
    expect(await running()).toEqual([]);
  });

  test('refuses a file that is no plan, or was changed into one that cannot be', async () => {
    const file = await save('changed', ...FRESH, '--slice', '1d');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('"limit": 10', '"limit": 0'));
    const changed = await ax('backfill', 'start', '--plan', file);
    expect(changed.stderr).toMatch(
      /changed\.json:\d\d:18 data\.plan\.options\.limit: does not match a backfill plan of this version/,
    );
    writeFileSync(file, text.replace('"limit": 10', '"limit": "${LIMIT}"'));
    expect((await ax('backfill', 'start', '--plan', file)).stderr).toContain(
      'a saved plan reads no variables',
    );
    writeFileSync(file, text.replace(/"evaluators": ".*"/, '"evaluators": "others@latest"'));
    const outdated = await ax('backfill', 'start', '--plan', file);
    expect(outdated.stderr).toContain('have changed since the plan was made');
    expect(outdated.code).toBe(4);
    writeFileSync(file, text.replace(/"startMs": \d+/, '"startMs": "x"'));
    expect(await ax('backfill', 'start', '--plan', file)).toMatchObject({ code: 2, stdout: '' });
    writeFileSync(file, 'plan');
    expect((await ax('backfill', 'start', '--plan', file)).stderr).toContain('is not valid JSON');
    const both = await ax('backfill', 'start', '--plan', file, '--slice', '1d');
    expect(both.stderr).toContain('--slice cannot be used with --plan');
  });
});

describe('a backfill without a worker', () => {
  const ID = 'ax-backfill/Relevance/told';
  const paused = { at: '2026-11-21T12:05:00Z', by: 'eve', reason: 'quota' };

  beforeAll(async () => {
    await client.workflow.start('runBackfill', {
      workflowId: ID,
      taskQueue: 'nobody',
      memo: {
        plan: {
          task: { id: 'T1', name: 'Relevance' },
          range: { dataStartTime: '2026-10-01T00:00:00.000Z', dataEndTime: '2026-11-01T00:00:00.000Z' },
          timeZone: 'UTC',
          slice: '6h',
          windows: 124,
          overrideEvaluations: false,
          asked: 'print',
        },
        backfill: backfillMemo({ windows: { evaluated: 20, failed: 4, running: 10, waiting: 90 }, paused }),
      },
    });
    await until(async () => (await running()).includes(ID));
  });

  test('tells how it stands: status, list, and why it does not go on', async () => {
    const status = await ax('backfill', 'status', ID);
    expect(status.stdout).toContain('124 windows, slices of 6h in UTC');
    expect(status.stdout).toContain('24 of 124 windows ended (19.3%)');
    expect(status.stdout).toMatch(/Paused by eve .* ago \(quota\): no new runs start/);
    expect((await ax('backfill', 'list')).stdout).toMatch(
      /^paused +ax-backfill\/Relevance\/told +2026-10-01 to 2026-11-01 +24 of 124 +4 /m,
    );
    expect((await ax('workflow', 'list')).stdout).toContain(ID);
    const explained = await ax('explain', ID);
    expect(explained.stdout).toContain('The backfill was paused by eve');
    expect(explained.stdout).toContain(`ax-tasks backfill resume ${ID}`);
  });

  test('is watched, and left alone when the watch ends', async () => {
    const { code, stderr } = await ax('backfill', 'watch', ID, '--timeout', '100ms');
    expect(stderr).toContain('Relevance: 24 of 124 windows');
    expect(code).toBe(3);
  });

  test('is told how to find its runs once it was terminated', async () => {
    await client.workflow.getHandle(ID).terminate('a test');
    expect((await ax('explain', ID)).stdout).toContain('ax-tasks sweep');
  });
});

test('what is asked of a backfill is refused where it is none, or nothing is said', async () => {
  const wrong: [string[], RegExp, number][] = [
    [['resize', 'ax-backfill/none/1', '5'], /Workflow .* not found/, 4],
    [['resize', 'ax-backfill/none/1', '0'], /expected a whole number from 1 to 1000/, 2],
    [['retry', 'ax-backfill/none/1'], /--failed, --unfinished or --unresolved/, 2],
    [['retry', 'ax-backfill/none/1', '--failed'], /Workflow .* not found/, 4],
  ];
  for (const [args, message, code] of wrong) {
    const ran = await ax('backfill', ...args);
    expect(ran.stderr).toMatch(message);
    expect(ran.code).toBe(code);
  }
});
