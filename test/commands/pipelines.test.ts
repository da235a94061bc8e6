import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PipelineResult } from '../../src/model/pipeline/results.js';
import type { WorkflowSnapshot, WorkflowSummary } from '../../src/model/temporal/workflow-snapshot.js';
import { until } from '../support/until.js';
import { collect, start } from './support/cli.js';
import type { Ran } from './support/cli.js';
import { runHere } from './support/run-here.js';
import { createStack } from './support/stack.js';
import type { Stack } from './support/stack.js';
import { CTRL_C, startOnTerminal } from './support/terminal.js';

let stack: Stack;
const folder = mkdtempSync(join(tmpdir(), 'ax-tasks-pipelines-'));

const ax = (...args: string[]): Promise<Ran> => runHere(args, stack.env);

beforeAll(async () => {
  stack = await createStack();
  await stack.startWorker();
});

afterAll(() => stack.close());

/** A file of an experiment and its evaluation. Its name keeps the runs of tests apart, which run beside each other. */
function pipeline(name: string): string {
  const file = join(folder, `${name}.yaml`);
  const steps = [
    `  - {id: answer, task: generate-answers, experimentName: ${name}, shareDataset: true, pollInterval: 1s}`,
    '  - {id: score, task: score-experiments, experimentsFrom: [answer], pollInterval: 1s}',
  ];
  writeFileSync(file, ['version: 1', `name: ${name}`, 'steps:', ...steps, ''].join('\n'));
  return file;
}

/** The experiment of that pipeline stays in RUNNING until it is cancelled. */
const hold = (name: string): number =>
  stack.simulator.addBehaviour({ stuckAt: 'RUNNING', match: { experimentName: name } });

interface Started {
  workflowId: string;
  attached: boolean;
}

interface Finished {
  workflowId: string;
  result: PipelineResult;
}

const startDetached = async (file: string): Promise<Started> =>
  (await ax('run', file, '--detach', '-o', 'json')).json<Started>().data;

const statusOf = async (workflowId: string): Promise<WorkflowSnapshot> =>
  (await ax('workflow', 'status', workflowId, '-o', 'json')).json<WorkflowSnapshot>().data;

/** What Temporal's UI shows as the current details of a workflow. */
async function detailsOf(workflowId: string): Promise<string> {
  const connection = await Connection.connect({ address: stack.temporal.address });
  const handle = new Client({ connection }).workflow.getHandle(workflowId);
  const { currentDetails } = await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata');
  await connection.close();
  return currentDetails;
}

const untilRunning = (workflowId: string): Promise<void> =>
  until(async () => (await statusOf(workflowId)).steps.some(({ stage }) => stage === 'running'));

describe.concurrent('a pipeline', () => {
  test('runs its evaluation on the experiment of the step before, and tells each step', async () => {
    const ran = await ax('run', pipeline('plain'), '-o', 'json');
    expect(ran.code).toBe(0);
    const { result } = ran.json<Finished>().data;
    const [answer, score] = result.steps;
    expect(result).toMatchObject({ name: 'plain', verdict: 'good' });
    expect(answer?.result).toMatchObject({ experimentName: 'plain', outcome: { kind: 'succeeded' } });
    expect(score?.result?.run?.counts).toEqual(answer?.result?.run?.counts);
    expect(ran.stderr).toMatch(/^\d\d:\d\d:\d\dZ score: succeeded, run \S+, 24 ok/m);
  });

  test('whose last steps name what is not there starts nothing, and tells all of it with its places', async () => {
    const file = join(folder, 'typos.yaml');
    const lines = [
      'version: 1',
      'name: typos',
      'space: research',
      'steps:',
      '  - { id: answer, task: generate-answers, experimentName: typos }',
      '  - id: score',
      '    task: score-experiment',
      '    experimentsFrom: [answer]',
      '    requires:',
      '      - { dataset: bulk-question }',
      '    gate:',
      '      checks:',
      '        - meanScore:',
      '            evaluation: relevance',
      '            baseline: { experiment: nowhere, dataset: bulk-questions }',
      '            maxDrop: 0',
    ];
    writeFileSync(file, [...lines, ''].join('\n'));
    const triggers = () =>
      stack.simulator.journal().requests.filter(({ body }) => JSON.stringify(body ?? '').includes('typos'));
    const { code, stderr } = await ax('run', file);
    expect(code).toBe(2);
    expect(stderr).toMatch(/typos\.yaml:7:11 steps\[1\]\.task: .*Similar: "score-experiments"/);
    expect(stderr).toMatch(
      /typos\.yaml:10:20 steps\[1\]\.requires\[0\]\.dataset: .*Similar: "bulk-questions"/,
    );
    expect(stderr).toMatch(
      /typos\.yaml:15:37 steps\[1\]\.gate\.checks\[0\]\.meanScore\.baseline\.experiment: .*nowhere/,
    );
    expect(triggers()).toEqual([]);
    const planned = await ax('pipeline', 'plan', file);
    expect(planned.code).toBe(4);
    expect(planned.stdout).toContain('bulk-question');
    expect((await ax('run', file, '--no-check', '--detach')).code).toBe(0);
  });

  test('whose gate reads an evaluation that no evaluator writes does not start', async () => {
    const file = pipeline('unread');
    const gate = 'gate: {checks: [{meanScore: {evaluation: relevanse, min: 0}}]}';
    writeFileSync(file, readFileSync(file, 'utf8').replace(/\}\n$/, `, ${gate}}\n`));
    const { code, stderr } = await ax('run', file);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /unread\.yaml:5:\d+ steps\[1\]\.gate\.checks\[0\]\.meanScore\.evaluation: no evaluator .* did you mean "relevance"/,
    );
  });

  test('whose gate reads an evaluation of spans that its task does not write does not start', async () => {
    const file = join(folder, 'unwritten.yaml');
    const window = 'window: {start: 2026-03-01T00:00:00Z, end: 2026-03-02T00:00:00Z}';
    const gate =
      'gate: {checks: [{labelDrift: {evaluation: relevanse, baseline: previousWindow, max: 0.1}}]}';
    const step = `  - {id: score, task: fresh-relevance, space: research, ${window}, ${gate}}`;
    writeFileSync(file, ['version: 1', 'name: unwritten', 'steps:', step, ''].join('\n'));
    const { code, stderr } = await ax('run', file);
    expect(code).toBe(2);
    expect(stderr).toMatch(/labelDrift\.evaluation: no evaluator .* did you mean "relevance"/);
  });

  test('of a schedule that names what is not there is not applied, nor is a task', async () => {
    const steps = 'steps:\n  - { id: score, task: score-experiment, space: research }\n';
    writeFileSync(join(folder, 'scheduled.yaml'), `version: 1\nname: scheduled\n${steps}`);
    const times = 'schedule: { every: 1d }\n';
    const files = ['pipeline: { file: scheduled.yaml }', 'task: generate-answer\nspace: research'].map(
      (work, at) => {
        const file = join(folder, `typo-${at}.schedule.yaml`);
        writeFileSync(file, `version: 1\nname: typo-${at}\n${times}${work}\n`);
        return file;
      },
    );
    const { code, stderr } = await ax('schedule', 'apply', ...files);
    expect(code).toBe(2);
    expect(stderr).toMatch(/scheduled\.yaml:4:24 steps\[0\]\.task: .*"score-experiments"/);
    expect(stderr).toMatch(/typo-1\.schedule\.yaml:4:7 task: .*"generate-answers"/);
    expect((await ax('schedule', 'list', '-o', 'json')).json<unknown>().data).toEqual({ schedules: [] });
    expect((await ax('schedule', 'apply', '--no-check', ...files)).code).toBe(0);
    await ax('schedule', 'delete', 'typo-0', 'typo-1', '--force');
  });

  test('that fails ends with 1, and the steps after it are skipped', async () => {
    stack.simulator.addBehaviour({ outcome: 'failed', match: { experimentName: 'failing' } });
    const { code, stdout } = await ax('run', pipeline('failing'));
    expect(code).toBe(1);
    expect(stdout).toMatch(/^✗ {2}answer {2}failed/m);
    expect(stdout).toMatch(/^↷ {2}score {3}skipped: step answer failed/m);
  });

  test('started twice is one pipeline, which the second start says', async () => {
    hold('twice');
    const file = pipeline('twice');
    const first = await startDetached(file);
    const second = await ax('run', file, '--detach', '-o', 'json');
    expect(first.attached).toBe(false);
    expect(second.json<Started>().data).toMatchObject({ workflowId: first.workflowId, attached: true });
    expect(second.stderr).toContain('already running');
    const keyed = await ax('run', file, '--key', 'other', '--detach', '-o', 'json');
    expect(keyed.json<Started>().data.workflowId).not.toBe(first.workflowId);
    for (const id of [first.workflowId, keyed.json<Started>().data.workflowId])
      await ax('workflow', 'cancel', id, '--force');
  });

  test('is cancelled with its run, and the cancel says what became of it', async () => {
    hold('cancelled');
    const { workflowId } = await startDetached(pipeline('cancelled'));
    await untilRunning(workflowId);
    expect(await ax('workflow', 'cancel', workflowId)).toMatchObject({ code: 2, stdout: '' });
    const cancelled = await ax('workflow', 'cancel', workflowId, '--force', '-o', 'json');
    expect(cancelled.code).toBe(0);
    expect(cancelled.json<Finished>().data.result.steps).toMatchObject([
      { state: 'cancelled', result: { run: { status: 'CANCELLED' }, outcome: { kind: 'cancelled-by-us' } } },
      { state: 'skipped' },
    ]);
    expect(await ax('watch', workflowId)).toMatchObject({ code: 6 });
    expect(await ax('workflow', 'cancel', workflowId, '--force')).toMatchObject({ code: 0 });
  });

  test('is listed, and its steps are not', async () => {
    const { workflowId } = await startDetached(pipeline('listed'));
    await ax('watch', workflowId);
    // Temporal's list follows what happened with a delay.
    await until(async () => {
      const listed = await ax('workflow', 'list', '--status', 'completed', '--all', '-o', 'json');
      const ids = listed
        .json<{ workflows: { workflowId: string }[] }>()
        .data.workflows.map((one) => one.workflowId);
      expect(ids).not.toContain(`${workflowId}/answer`);
      return ids.includes(workflowId);
    });
  });

  test('that failed is failed in the list, in its status and in Temporal’s details, which calls it completed', async () => {
    stack.simulator.addBehaviour({ outcome: 'failed', match: { experimentName: 'red' } });
    const { workflowId } = await startDetached(pipeline('red'));
    await ax('watch', workflowId);
    const reason = 'answer: failed: The run stopped on an internal error.';
    const list = (...flags: string[]): Promise<Ran> =>
      ax('workflow', 'list', '--all', '--name', 'red', ...flags);
    await until(async () => (await list('-o', 'json')).stdout.includes('COMPLETED'));
    const { workflows } = (await list('-o', 'json')).json<{ workflows: WorkflowSummary[] }>().data;
    const tasks = ['generate-answers', 'score-experiments'];
    expect(workflows).toMatchObject([{ workflowId, status: 'COMPLETED', verdict: 'failed', reason, tasks }]);
    expect((await list('--verdict', 'failed')).stdout).toMatch(/^failed +ax-pipeline\/red\//m);
    expect((await list('--verdict', 'good')).stdout).toBe('No workflows.\n');
    const status = await ax('workflow', 'status', workflowId);
    expect(status.stdout).toMatch(/^Status +failed\nReason +answer: failed: The run stopped/m);
    expect(await detailsOf(workflowId)).toMatch(/^\*\*Verdict: failed\*\*.*\n\n- ✗ \*\*answer\*\*: failed/);
  });

  test('that nobody knows ends with 4', async () => {
    for (const verb of ['status', 'watch', 'cancel'])
      expect(await ax('workflow', verb, 'ax-pipeline/none/1')).toMatchObject({ code: 4 });
  });
});

describe.concurrent('on a terminal', () => {
  test('progress moves, and the result stays at the end', async () => {
    const terminal = startOnTerminal(['run', pipeline('shown')], stack.env);
    expect(await terminal.exitCode()).toBe(0);
    const screen = terminal.screen();
    expect(screen).toContain('\u001b[?25l');
    expect(screen.lastIndexOf('\u001b[?25h')).toBeGreaterThan(screen.lastIndexOf('\u001b[?25l'));
    expect(screen).toMatch(/2 of 2 steps done, 0 active, 48 ok/);
    expect(screen.slice(screen.lastIndexOf('\u001b[?25h'))).toMatch(/Pipeline.*✓ shown/);
  });

  test('Ctrl-C only ends the watch: it says how to go on, and the pipeline goes on', async () => {
    hold('left');
    const terminal = startOnTerminal(['run', pipeline('left')], stack.env);
    await terminal.shows('running');
    terminal.type(CTRL_C);
    expect(await terminal.exitCode()).toBe(130);
    const id = /ax-tasks watch (\S+)/.exec(terminal.screen())?.[1] ?? '';
    expect(terminal.screen()).toContain(`ax-tasks workflow cancel ${id}`);
    expect(await statusOf(id)).toMatchObject({ status: 'RUNNING' });
    await ax('workflow', 'cancel', id, '--force');
  });

  test('with --cancel-on-interrupt Ctrl-C cancels, and the end is waited for', async () => {
    hold('stopped');
    const terminal = startOnTerminal(['run', pipeline('stopped'), '--cancel-on-interrupt'], stack.env);
    await terminal.shows('running');
    terminal.type(CTRL_C);
    expect(await terminal.exitCode()).toBe(6);
    expect(terminal.screen()).toContain('skipped: step answer was cancelled');
  });

  test('NO_COLOR takes the colours and leaves the rest', async () => {
    const terminal = startOnTerminal(['workflow', 'status', 'ax-pipeline/none/1'], {
      ...stack.env,
      NO_COLOR: '1',
    });
    expect(await terminal.exitCode()).toBe(4);
    expect(terminal.screen()).toMatch(/^Error: /);
  });

  test.each([
    ['n\r', 6],
    ['\r', 6],
    [CTRL_C, 6],
    ['\u0004', 6],
  ])('an answer of %j to a question does nothing', async (keys, code) => {
    const terminal = startOnTerminal(['delete', 'json-check'], stack.env);
    await terminal.shows('[y/N]');
    terminal.type(keys);
    expect(await terminal.exitCode()).toBe(code);
    expect(terminal.screen()).toContain('Not confirmed: nothing was changed.');
    expect(await ax('get', 'json-check')).toMatchObject({ code: 0 });
  });

  test('a yes deletes', async () => {
    const terminal = startOnTerminal(['delete', 'judge-answers'], stack.env);
    await terminal.shows('[y/N]');
    terminal.type('y\r');
    expect(await terminal.exitCode()).toBe(0);
  });
});

describe.concurrent('without a terminal', () => {
  test('SIGTERM ends the watch like Ctrl-C', async () => {
    hold('terminated');
    const child = start(['run', pipeline('terminated')], { env: stack.env });
    const stderr = collect(child.stderr);
    await until(() => stderr().includes('running'));
    child.kill('SIGTERM');
    expect(((await once(child, 'close')) as [number])[0]).toBe(130);
    expect(stderr()).toContain('ax-tasks watch');
    expect(stderr()).not.toContain('\u001b');
  });

  test('watch gives up after its --timeout with 3', async () => {
    hold('waited');
    const { workflowId } = await startDetached(pipeline('waited'));
    const { code, stderr } = await ax('watch', workflowId, '--timeout', '1');
    expect(code).toBe(3);
    expect(stderr).toContain('the workflow continues');
  });
});
