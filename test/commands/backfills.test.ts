import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BackfillResult } from '../../src/model/backfill/backfill.js';
import type { WorkflowSnapshot } from '../../src/model/temporal/workflow-snapshot.js';
import { until } from '../support/until.js';
import type { Ran } from './support/cli.js';
import { runHere } from './support/run-here.js';
import { createStack } from './support/stack.js';
import type { Stack } from './support/stack.js';

let stack: Stack;

const ax = (...args: string[]): Promise<Ran> => runHere(args, { ...stack.env, USER: 'ann' });

beforeAll(async () => {
  stack = await createStack({ advance: { by: 'looks', looks: 1 } });
  await stack.startWorker();
});
afterAll(() => stack.close());

/** So many windows of an hour, of a day of its own. */
const hours = (day: string, count: number, ...more: string[]): string[] => [
  ...['--task', 'nightly-hallucination', '--start', day, '--slice', '1h', '--poll-interval', '1s'],
  ...['--end', `${day}T${String(count).padStart(2, '0')}:00:00`, ...more],
];

const idOf = async (...args: string[]): Promise<string> => {
  const ran = await ax('backfill', 'start', ...args, '--detach', '-o', 'json');
  return ran.json<{ workflowId: string }>().data.workflowId;
};

const resultOf = (ran: Ran): BackfillResult => ran.json<{ result: BackfillResult }>().data.result;

const progressOf = async (id: string) =>
  (await ax('backfill', 'status', id, '-o', 'json')).json<WorkflowSnapshot>().data.backfill?.progress;

const windowsOf = async (id: string) => (await progressOf(id))?.windows;

test('a backfill that is started is watched to its end, and what it did is proven afterwards', async () => {
  const range = hours('2026-10-01', 4);
  const { code, stdout, stderr } = await ax('backfill', 'start', ...range, '-o', 'json');
  expect(code).toBe(0);
  const { version, kind, data } = JSON.parse(stdout) as {
    version: number;
    kind: string;
    data: { result: BackfillResult };
  };
  expect({ version, kind }).toEqual({ version: 1, kind: 'backfill' });
  expect(data.result).toMatchObject({ verdict: 'good', runs: 4, windows: { waiting: 0, running: 0 } });
  expect(stderr).toContain('Started a backfill of nightly-hallucination in 4 windows.');
  const again = await ax('backfill', 'start', ...range);
  expect(again.stdout).toContain('none: all of the range is evaluated');
});

test('windows that failed end it with 1, and a retry runs them alone', async () => {
  const match = { taskName: 'nightly-hallucination' };
  stack.simulator.addBehaviour({ outcome: 'failed', looks: 1, times: 2, match });
  const id = await idOf(...hours('2026-10-02', 5, '--concurrency', '1'));
  const { code, stdout, stderr } = await ax('backfill', 'watch', id);
  expect(code).toBe(1);
  expect(stdout).toMatch(/2026-10-02T00:00:00.000Z to 2026-10-02T01:00:00.000Z +failed: The run stopped/);
  expect(stdout).toMatch(/^Left +2 did not end well$/m);
  expect(stderr).toContain(`ax-tasks backfill retry ${id} --failed`);
  const retried = await ax('backfill', 'retry', id, '--failed', '-o', 'json');
  expect(retried.code).toBe(0);
  expect(resultOf(retried)).toMatchObject({ verdict: 'good', runs: 2 });
  const same = await ax('backfill', 'retry', id, '--failed');
  expect(same.code).toBe(4);
  expect(same.stderr).toContain(
    `Coverage shows all 2 windows of ${id} as evaluated since: nothing to retry.`,
  );
  expect((await ax('backfill', 'retry', id, '--unfinished')).code).toBe(4);
});

test('it is paused, resized, resumed and cancelled while it runs; what was left is run by a retry', async () => {
  const match = { taskName: 'nightly-hallucination' };
  stack.simulator.addBehaviour({ stuckAt: 'RUNNING', times: 3, match });
  const id = await idOf(...hours('2026-10-03', 6, '--concurrency', '2'));
  await until(async () => (await windowsOf(id))?.running === 2);
  expect((await ax('backfill', 'pause', id, '--reason', 'quota')).stdout).toMatch(/The backfill is paused/);
  const refused = await ax('backfill', 'pause', id);
  expect(refused.stderr).toContain('Refused: the backfill is already paused by ann: quota');
  expect(refused.code).toBe(4);
  expect((await ax('backfill', 'resize', id, '3')).stdout).toBe(
    'The limit is now 3 runs at once; it was 2.\n',
  );
  expect((await ax('backfill', 'retry', id, '--unfinished')).stderr).toContain(
    'will start its remaining windows by itself',
  );
  expect((await ax('backfill', 'resume', id)).stdout).toBe('The backfill is resumed.\n');
  await until(async () => (await windowsOf(id))?.running === 3);
  const cancelled = await ax('backfill', 'cancel', id, '--force', '-o', 'json');
  expect(cancelled.code).toBe(0);
  expect(resultOf(cancelled)).toMatchObject({
    verdict: 'cancelled',
    windows: { cancelled: 3, waiting: 3 },
  });
  expect((await ax('watch', id)).code).toBe(6);
  const paused = await ax('backfill', 'pause', id);
  expect(paused.stderr).toContain(`ax-tasks backfill retry ${id} --failed`);
  expect(paused.code).toBe(4);
  const status = await ax('backfill', 'status', id);
  expect(status.stdout).toMatch(/ 3 of 6 windows ended \(50%\)\n.*\n3 cancelled, 3 not started\n3 runs/);
  expect(status.stdout).not.toContain('left');
  const one = await ax('backfill', 'start', ...hours('2026-10-03', 1), '-o', 'json');
  expect(resultOf(one)).toMatchObject({ verdict: 'good', runs: 1 });
  const rest = await ax('backfill', 'retry', id, '--failed', '--unfinished', '-o', 'json');
  expect(resultOf(rest)).toMatchObject({ verdict: 'good', runs: 5 });
  expect(rest.stderr).toContain('Left out 1 of 6 windows: coverage shows them as evaluated since.');
  const retryId = rest.json<{ workflowId: string }>().data.workflowId;
  expect((await progressOf(retryId))?.limit).toBe(3);
});
