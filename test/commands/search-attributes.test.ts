import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startRun } from '../../src/client.js';
import { until } from '../support/until.js';
import { runHere } from './support/run-here.js';
import { createStack } from './support/stack.js';
import type { Stack } from './support/stack.js';

const PIPELINE = fileURLToPath(
  new URL('../../examples/02-experiment-then-evaluations/pipeline.yaml', import.meta.url),
);

let stack: Stack;
let client: Client;

beforeAll(async () => {
  stack = await createStack();
  await stack.startWorker();
  client = new Client({ connection: await Connection.connect({ address: stack.temporal.address }) });
});

afterAll(async () => {
  await client.connection.close();
  await stack.close();
});

const run = (...args: string[]) =>
  runHere([...args, '-o', 'json'], { ...stack.env, AX_TASKS_SEARCH_ATTRIBUTES: 'on' });
const trigger = (key: string) =>
  run('trigger-run', 'nightly-hallucination', '--key', key, '--wait', '--poll-interval', '1');
async function found(query: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const { workflowId } of client.workflow.list({ query })) ids.push(workflowId);
  return ids;
}

type Listed = { attributes: { name: string; state: string }[] };

// In this order: what comes later needs the attributes that are created on the way.
test('a namespace without the attributes is told so', async () => {
  const ran = await run('search-attributes', 'list');
  const { code, stderr } = ran;
  expect(code).toBe(4);
  expect(ran.json<Listed>().data.attributes.map(({ name, state }) => `${name} ${state}`)).toEqual([
    'AxPipeline missing',
    'AxStep missing',
    'AxTask missing',
    'AxVerdict missing',
  ]);
  expect(stderr).toContain('search-attributes create');
});

test('nothing that would set them is started before they are there', async () => {
  const { code, stderr } = await trigger('too early');
  expect(code).toBe(2);
  expect(stderr).toContain('AxVerdict');
  expect(stderr).toContain('search-attributes create');
  expect(stack.simulator.journal().runs).toEqual([]);
});

test('they are created once', async () => {
  const first = await run('search-attributes', 'create');
  expect(first.json<Listed>().data.attributes.map(({ state }) => state)).toEqual(Array(4).fill('there'));
  expect(first.code).toBe(0);
  expect((await run('search-attributes', 'create')).code).toBe(0);
});

test('a run is found by its task’s name and its verdict', async () => {
  const { workflowId } = (await trigger('on')).json<{ workflowId: string }>().data;
  const query = `AxTask = 'nightly-hallucination' AND AxVerdict = 'good'`;
  await until(async () => (await found(query)).includes(workflowId));
});

test('a pipeline is found by its name, and its runs by their step', async () => {
  const ran = await run('run', PIPELINE);
  const { workflowId } = ran.json<{ workflowId: string }>().data;
  const own = `AxPipeline = 'experiment-then-evaluations' AND AxVerdict = 'good'`;
  await until(async () => (await found(`${own} AND AxStep IS NULL`)).includes(workflowId));
  await until(async () =>
    (await found(`${own} AND AxTask = 'check-policy'`)).includes(`${workflowId}/policy`),
  );
  expect(await found(`${own} AND AxStep = 'answer'`)).toEqual([`${workflowId}/answer`]);
});

test('a backfill is found by its task and its verdict', async () => {
  const range = ['--start', '2026-11-01', '--end', '2026-11-02', '--slice', '12h', '--poll-interval', '1'];
  const ran = await run('backfill', 'start', '--task', 'nightly-hallucination', ...range);
  expect(ran.code).toBe(0);
  const own = `WorkflowType = 'runBackfill' AND AxTask = 'nightly-hallucination' AND AxVerdict = 'good'`;
  await until(async () => (await found(own)).length === 1);
});

test('a run is found that another program starts', async () => {
  const intent = { task: 'nightly-hallucination', space: 'research', trigger: {}, key: 'program' };
  const input = { intent, wait: { pollIntervalMs: 1000 } };
  const { handle } = await startRun(client, input, { hasSearchAttributes: true });
  const { verdict } = await handle.result();
  await until(async () => (await found(`AxVerdict = '${verdict}'`)).includes(handle.workflowId));
});

test('none are set where they are not switched on', async () => {
  const { stdout } = await runHere(
    ['trigger-run', 'nightly-hallucination', '--key', 'off', '-o', 'json'],
    stack.env,
  );
  const { workflowId } = (JSON.parse(stdout) as { data: { workflowId: string } }).data;
  const { typedSearchAttributes } = await client.workflow.getHandle(workflowId).describe();
  const names = typedSearchAttributes.getAll().map(({ key }) => key.name);
  expect(names.filter((name) => name.startsWith('Ax'))).toEqual([]);
});

test('a switch that is neither on nor off is refused', async () => {
  const { code, stderr } = await runHere(['list'], { ...stack.env, AX_TASKS_SEARCH_ATTRIBUTES: 'maybe' });
  expect(code).toBe(2);
  expect(stderr).toContain('AX_TASKS_SEARCH_ATTRIBUTES must be on or off');
});
