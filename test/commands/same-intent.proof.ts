import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunResult } from '../../src/model/run/run-result.js';
import { collect, run, start } from './support/cli.js';
import { until } from '../support/until.js';
import { createStack } from './support/stack.js';
import type { Stack } from './support/stack.js';

let stack: Stack;
beforeAll(async () => {
  stack = await createStack();
  await stack.startWorker();
});
afterAll(() => stack.close());

const WINDOW = ['--data-start-time', '2026-11-01T00:00:00Z', '--data-end-time', '2026-11-02T00:00:00Z'];
const INTENT = ['trigger-run', 'nightly-hallucination', ...WINDOW, '-o', 'json'];

const atOnce = (count: number, ...args: string[]) =>
  Promise.all(Array.from({ length: count }, () => run(args, { env: stack.env })));
const triggers = () =>
  stack.simulator
    .journal()
    .requests.filter(({ path, method }) => method === 'POST' && path.endsWith('/trigger'));

test('one intent started by five processes at once is one run', async () => {
  const ran = await atOnce(5, ...INTENT, '--wait');
  expect(ran.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0]);
  const ids = ran.map((each) => each.json<{ result: RunResult }>().data.result.runId);
  expect(new Set(ids).size).toBe(1);
  expect(triggers()).toHaveLength(1);
});

test('a run that four processes cancel at once is cancelled, and told so to all of them', async () => {
  stack.simulator.addBehaviour({ stuckAt: 'RUNNING' });
  const waiting = start([...INTENT, '--key', 'to-cancel', '--wait'], { env: stack.env });
  const stderr = collect(waiting.stderr);
  await until(() => stack.simulator.journal().runs.some(({ status }) => status === 'RUNNING'));
  const workflowId = /workflow\s+(\S+)/.exec(stderr())?.[1] ?? '';
  const ran = await atOnce(4, 'workflow', 'cancel', workflowId, '--force', '-o', 'json');
  expect(ran.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
  const kinds = ran.map((each) => each.json<{ result: RunResult }>().data.result.outcome.kind);
  expect(new Set(kinds)).toEqual(new Set(['cancelled-by-us']));
  const cancels = stack.simulator.journal().requests.filter(({ path }) => path.endsWith('/cancel'));
  expect(cancels).toHaveLength(1);
});
