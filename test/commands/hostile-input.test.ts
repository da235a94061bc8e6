import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ran } from './support/cli.js';
import { runHere } from './support/run-here.js';
import { createStack } from './support/stack.js';
import type { Stack } from './support/stack.js';

const WINDOW = ['--data-start-time', '2026-11-01T00:00:00Z', '--data-end-time', '2026-11-02T00:00:00Z'];

/** Neither an ID nor a name. */
const UNUSABLE: readonly [string, string][] = [
  ['nothing', ''],
  ['a dot', '.'],
  ['two dots', '..'],
  ['CR LF', 'a\r\nX-Evil: 1'],
  ['NUL', 'a\0b'],
  ['a lone surrogate', 'a\ud800'],
  ['a right-to-left override', 'a\u202eb'],
  ['10 KB', 'x'.repeat(10_240)],
];
/** Can stand in a name, where they are one member of a query, and in no ID. */
const NO_ID: readonly [string, string][] = [
  ...UNUSABLE,
  ['a slash', '/'],
  ['a step up', '../spaces'],
  ['an encoded slash', '%2f'],
  ['encoded dots', '%2e%2e'],
  ['a question mark', 'a?b'],
  ['a hash', 'a#b'],
  ['a backslash', 'a\\b'],
];

let stack: Stack;
/** Tasks that the service has. */
let evaluation: string;
let experiment: string;

const folder = mkdtempSync(join(tmpdir(), 'ax-tasks-hostile-'));

beforeAll(async () => {
  stack = await createStack();
  await stack.startWorker();
  [evaluation, experiment] = (await Promise.all(['score-experiments', 'generate-answers'].map(idOf))) as [
    string,
    string,
  ];
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await stack.close();
});

const ax = (...args: string[]): Promise<Ran> => runHere(args, stack.env);
const idOf = async (task: string): Promise<string> =>
  (await ax('get', task, '-o', 'json')).json<{ id: string }>().data.id;

/**
 * Runs them side by side. Every one ends with 2, and the service hears of none: at most the task and its runs are read,
 * by its right ID, before a trigger is checked as a whole.
 */
async function expectRefused(...commands: string[][]): Promise<Ran[]> {
  stack.simulator.reset();
  const ran = await Promise.all(commands.map((args) => ax(...args)));
  const unexpected = ran.map(({ code, stderr }, at) => ({ code, args: commands[at], stderr }));
  expect(unexpected.filter(({ code }) => code !== 2)).toEqual([]);
  for (const { stdout, stderr } of ran) {
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^Error: /m);
    // What was given is shown escaped and bounded.
    expect(stderr).not.toMatch(/[\0\r\u202e]|x{500}/);
  }
  const reads = [evaluation, experiment]
    .map((id) => `GET /v2/tasks/${encodeURIComponent(id)}`)
    .flatMap((read) => [read, `${read}/runs`]);
  // Before a trigger it is read which experiments of the dataset exist.
  reads.push('GET /v2/experiments');
  const { requests } = stack.simulator.journal();
  const wire = requests.map(({ method, path }) => `${method} ${path}`);
  expect(wire.filter((request) => !reads.includes(request))).toEqual([]);
  return ran;
}

describe('reaches no service', () => {
  test.each(NO_ID)('%s in place of an ID', async (_what, id) => {
    await expectRefused(
      ['get-run', id],
      ['cancel-run', id, '--force'],
      ['wait-for-run', id],
      ['delete', `id:${id}`, '--force'],
      ['trigger-run', `id:${id}`, ...WINDOW],
      ['trigger-run', experiment, '--experiment-name', 'x', '--example-ids', `${id},ok`],
    );
  });

  test.each(UNUSABLE)('%s in place of a name', async (_what, name) => {
    await expectRefused(
      ['get', name],
      ['list', '--name', name],
      ['trigger-run', name, ...WINDOW],
      ['trigger-run', experiment, '--experiment-name', name],
      ['update', evaluation, '--name', name],
    );
  });

  test.each([
    ['a file that is not there', 'nowhere'],
    ['a folder', '.'],
    ['a path with NUL', 'a\0b'],
    ['a binary file', () => file('\0\u0001\ufffd'.repeat(100))],
    ['a file 20,000 levels deep', () => file(`${'['.repeat(20_000)}${']'.repeat(20_000)}`)],
  ])('%s', async (_what, path) => {
    const name = typeof path === 'string' ? path : path();
    await expectRefused(
      ['run', name],
      ['create-run-experiment', '--name', 'x', '--dataset', 'd', '--run-configuration', `@${name}`],
      ['update', evaluation, '--evaluators', `@${name}`],
    );
  });

  test('2 MiB in an input: it is refused by its size before anything is started', async () => {
    const text = 'ü'.repeat(1_048_576);
    const config = file(JSON.stringify({ experiment_type: 'AGENT_CALL', input_template: { text } }));
    const steps = `[{ id: a, task: t, experimentIds: [${`${evaluation}, `.repeat(38_000)}] }]`;
    const spec = file(`version: 1\nname: n\nspace: research\nsteps: ${steps}`);
    const before = await countWorkflows();
    const [created, triggered] = await expectRefused(
      ['create-run-experiment', '--name', 'x', '--dataset', 'd', '--run-configuration', `@${config}`],
      ['trigger-run', 'generate-answers', '--query-filter', text],
      ['run', spec],
    );
    expect(created?.stderr).toContain('The request createRunExperimentTask is 2.1 MB as JSON; the limit is');
    expect(triggered?.stderr).toContain('The trigger of "generate-answers" is 2.1 MB as JSON; the limit is');
    expect(triggered?.stderr).toContain('the limit is 1.5 MB');
    expect(await countWorkflows()).toBe(before);
  });
});

test('10,000 ids are no harm', async () => {
  stack.simulator.reset();
  const ids = Array.from({ length: 10_000 }, (_, at) => `example-${at}`).join(',');
  const ran = await ax('trigger-run', experiment, '--experiment-name', 'many', '--example-ids', ids);
  expect(ran.stderr).toContain('Triggering');
  expect(stack.triggersOf(experiment)).toBe(1);
});

const countWorkflows = async (): Promise<number> =>
  (await ax('workflow', 'list', '--all', '-o', 'json')).json<{ workflows: unknown[] }>().data.workflows
    .length;

function file(text: string): string {
  const path = join(folder, `${randomUUID()}.yaml`);
  writeFileSync(path, text);
  return path;
}
