import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ran } from './support/cli.js';
import { runHere } from './support/run-here.js';
import { createStack } from './support/stack.js';
import type { Stack } from './support/stack.js';

let stack: Stack;

const ax = (args: string[], input = ''): Promise<Ran> => runHere(args, stack.env, { input });

beforeAll(async () => {
  stack = await createStack();
});

afterAll(() => stack.close());

const PIPELINE = 'version: 1\nname: unseen\nspace: research\nsteps: [{id: a, task: generate-answers}]\n';

describe.concurrent('without a worker', () => {
  test('a call is called off: it ends with 5, says so, and is not made later', async () => {
    const { code, stdout, stderr } = await ax(['delete', 'nightly-hallucination', '--force']);
    expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
    expect(stderr).toContain('No worker polls the task queue "ax-tasks". Waiting for it.');
    expect(stderr).toContain('The request was withdrawn; nothing was changed.');
    expect(stderr).toContain('ax-tasks worker');
  });

  test('nothing can be looked up for a pipeline, which is not started', async () => {
    const { code, stderr } = await ax(
      ['run', '-', '--detach'],
      PIPELINE.replace('name: ', 'name: unchecked-'),
    );
    expect(code).toBe(5);
    expect(stderr).toContain('No worker polls the task queue');
  });

  test('a pipeline is started, watched and left, and the missing worker is told once', async () => {
    const ran = await ax(['run', '-', '--no-check', '--detach', '-o', 'json'], PIPELINE);
    const { workflowId } = ran.json<{ workflowId: string }>().data;
    const watched = await ax(['watch', workflowId, '--timeout', '5']);
    expect(watched.code).toBe(3);
    expect(watched.stderr.match(/No worker polls the task queue/g)).toHaveLength(1);
  });

  test('the queue that is named is that of the workflow, whatever queue the command starts things on', async () => {
    const left = { ...stack.env, AX_TASKS_TASK_QUEUE: 'left-behind' };
    const input = PIPELINE.replace('name: ', 'name: left-');
    const started = await runHere(['run', '-', '--no-check', '--detach', '-o', 'json'], left, { input });
    const { workflowId } = started.json<{ workflowId: string }>().data;
    const watched = await ax(['watch', workflowId, '--timeout', '5']);
    expect(watched.stderr).toContain('No worker polls the task queue "left-behind".');
    const { stdout } = await ax(['explain', workflowId]);
    expect(stdout.replaceAll('\n', ' ')).toContain('`ax-tasks worker --task-queue left-behind`');
  });

  test('doctor says which part is missing, and ends with 5', async () => {
    const { code, stdout } = await ax(['doctor']);
    expect(code).toBe(5);
    expect(stdout).toMatch(/^FAIL +worker +task queue "ax-tasks": no worker polls it$/m);
    expect(stdout).toMatch(/^SKIP +key /m);
  });
});

test('what was called off stays undone when a worker comes', async () => {
  await stack.startWorker();
  expect(await ax(['get', 'nightly-hallucination'])).toMatchObject({ code: 0 });
});
