import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RerunStep } from '../../src/model/pipeline/rerun/rerun-steps.js';
import type { PipelineResult } from '../../src/model/pipeline/results.js';
import type { StepStage } from '../../src/model/pipeline/snapshot.js';
import type { WorkflowSnapshot } from '../../src/model/temporal/workflow-snapshot.js';
import { until } from '../support/until.js';
import type { Ran } from './support/cli.js';
import { runHere } from './support/run-here.js';
import { createStack } from './support/stack.js';
import type { Stack } from './support/stack.js';

let stack: Stack;
let temporal: Client;
const folder = mkdtempSync(join(tmpdir(), 'ax-tasks-running-'));

const ax = (...args: string[]): Promise<Ran> => runHere(args, { ...stack.env, USER: 'ann' });

beforeAll(async () => {
  stack = await createStack();
  await stack.startWorker();
  const connection = await Connection.connect({ address: stack.temporal.address });
  temporal = new Client({ connection });
});

afterAll(async () => {
  await temporal.connection.close();
  await stack.close();
});

/** A file with these steps; `NAME` in them is the pipeline's name, which keeps the experiments of tests apart. */
function fileOf(name: string, ...steps: string[]): string {
  const file = join(folder, `${name}.yaml`);
  const lines = steps.map((step) => (step.startsWith('finally') ? step : `  - ${step}`));
  writeFileSync(
    file,
    ['version: 1', `name: ${name}`, 'steps:', ...lines, ''].join('\n').replaceAll('NAME', name),
  );
  return file;
}

const ANSWER = '{id: answer, needs: [], task: generate-answers, experimentName: NAME, pollInterval: 1s}';
const SCORE = '{id: score, task: score-experiments, experimentsFrom: [answer], pollInterval: 1s}';

async function start(name: string, ...steps: string[]): Promise<string> {
  const started = await ax('run', fileOf(name, ...steps), '--no-check', '--detach', '-o', 'json');
  return started.json<{ workflowId: string }>().data.workflowId;
}

/** The document of a rerun. */
interface Reran {
  result: PipelineResult;
  rerun: { steps: RerunStep[] };
}

const snapshotOf = async (id: string): Promise<WorkflowSnapshot> =>
  (await ax('workflow', 'status', id, '-o', 'json')).json<WorkflowSnapshot>().data;

const stageOf = async (id: string, step: string): Promise<StepStage | undefined> =>
  (await snapshotOf(id)).steps.find((one) => one.id === step)?.stage;

const untilStage = (id: string, step: string, stage: StepStage): Promise<void> =>
  until(async () => (await stageOf(id, step)) === stage);

const resultOf = async (id: string): Promise<PipelineResult> =>
  (await ax('watch', id, '-o', 'json')).json<{ result: PipelineResult }>().data.result;

const statesOf = async (id: string): Promise<Record<string, string>> =>
  Object.fromEntries((await resultOf(id)).steps.map((step) => [step.id, step.state]));

const requestsFor = (experiment: string): number =>
  stack.simulator
    .journal()
    .requests.filter(
      ({ path, body }) => path.endsWith('/trigger') && JSON.stringify(body).includes(experiment),
    ).length;

describe.concurrent('a pipeline that waits for somebody', () => {
  const ASK = '{id: ask, needs: [], approval: {message: "Release NAME?", timeout: 1h}}';

  test('says so, is paused and resumed, and goes on when it was approved', async () => {
    const id = await start('asked', ASK, ANSWER.replace('needs: []', 'needs: [ask]'));
    await untilStage(id, 'ask', 'awaiting-approval');
    const explained = await ax('explain', id, 'ask');
    expect(explained.stdout).toContain('It needs an approval: Release asked?');
    expect(explained.stdout).toMatch(/open until .*\(in 59m \d\ds\)/);
    expect(explained.stdout).toContain(`ax-tasks pipeline approve ${id} ask`);

    const watched = await ax('watch', id, '--timeout', '1');
    expect(watched).toMatchObject({ code: 3 });
    expect(watched.stderr).toContain('Step ask needs an approval: Release asked?');
    expect(watched.stderr).toContain(`ax-tasks pipeline approve ${id} ask`);
    expect(await ax('pipeline', 'pause', id, '--reason', 'quota')).toMatchObject({ code: 0 });
    expect(await ax('pipeline', 'pause', id)).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('already paused by ann: quota') as string,
    });
    const approved = await ax('pipeline', 'approve', id, 'ask', '--by', 'eve', '-o', 'json');
    expect(approved.json().data).toMatchObject({ step: 'ask', by: 'eve', message: 'Step ask is approved.' });
    await untilStage(id, 'ask', 'succeeded');
    expect(await snapshotOf(id)).toMatchObject({ pausedBy: 'ann', status: 'RUNNING' });
    const waiting = await ax('explain', id, 'answer');
    expect(waiting.stdout).toMatch(/The pipeline was paused by ann at .* \(quota\): no new work starts/);
    expect(waiting.stdout).toContain(`ax-tasks pipeline resume ${id}`);

    expect(await ax('pipeline', 'resume', id)).toMatchObject({ code: 0 });
    expect(await statesOf(id)).toEqual({ ask: 'succeeded', answer: 'succeeded' });
    expect((await resultOf(id)).steps[0]?.approval).toMatchObject({ decision: 'approved', by: 'eve' });
  });

  test('fails when it was rejected, and a rerun asks again', async () => {
    const id = await start('rejected', ANSWER, ASK.replace('[]', '[answer]'));
    await untilStage(id, 'ask', 'awaiting-approval');
    expect(await ax('pipeline', 'reject', id, 'ask', '--reason', 'worse')).toMatchObject({ code: 0 });
    expect(await ax('watch', id)).toMatchObject({ code: 1 });
    const again = await ax('pipeline', 'rerun', id, '--failed', '--detach', '-o', 'json');
    expect(again.stderr).toMatch(/runs +ask\n +kept +answer/);
    const { workflowId } = again.json<{ workflowId: string }>().data;
    await untilStage(workflowId, 'ask', 'awaiting-approval');
    await ax('pipeline', 'approve', workflowId, 'ask');
    expect(await ax('watch', workflowId)).toMatchObject({ code: 0 });
    expect(requestsFor('rejected')).toBe(1);
  });

  test('refuses what makes no sense with 4, and says what it is', async () => {
    const id = await start('refusing', ASK, ANSWER.replace('needs: []', 'needs: [ask]'));
    await untilStage(id, 'ask', 'awaiting-approval');
    const wrong: [string[], RegExp][] = [
      [['pipeline', 'resume', id], /Refused: the pipeline is not paused/],
      [['pipeline', 'approve', id, 'answer'], /Refused: .*answer/],
      [['pipeline', 'retry', id, 'ask'], /Refused: .*ask/],
      [['pipeline', 'skip', id, 'anwser'], /has no step "anwser"; did you mean "answer"\?/],
      [['explain', id, 'akk'], /has no step "akk"; did you mean "ask"\?/],
      [['pipeline', 'pause', 'ax-pipeline/none/1'], /Workflow .* not found/],
      [['pipeline', 'rerun', id, '--failed'], /is still running/],
    ];
    for (const [args, message] of wrong) {
      const { code, stderr } = await ax(...args);
      expect(stderr).toMatch(message);
      expect(code).toBe(4);
    }
    await ax('workflow', 'cancel', id, '--force');
    const ended = await ax('pipeline', 'retry', id, 'ask');
    expect(ended).toMatchObject({ code: 4 });
    expect(ended.stderr).toMatch(/has ended \(cancelled\), so it takes no requests/);
    expect(ended.stderr).toContain(`To run again what failed: ax-tasks pipeline rerun ${id} --failed\n`);
  });
});

describe.concurrent('a step of a running pipeline', () => {
  test('is skipped by hand, which cancels its run', async () => {
    stack.simulator.addBehaviour({ stuckAt: 'RUNNING', match: { experimentName: 'skipped' } });
    const id = await start('skipped', ANSWER);
    await untilStage(id, 'answer', 'running');
    const explained = await ax('explain', id, 'answer');
    expect(explained.stdout).toMatch(
      /Run \S+ is running for .*\.\n {2}(The next poll is at|It is being polled)/,
    );
    expect(await ax('pipeline', 'skip', id, 'answer', '--reason', 'slow')).toMatchObject({ code: 0 });
    const [answer] = (await resultOf(id)).steps;
    expect(answer).toMatchObject({ state: 'skipped', reason: 'skipped by ann: slow' });
    expect(answer?.result?.run?.status).toBe('CANCELLED');
    expect((await ax('explain', id, 'answer')).stdout).toContain('It was skipped');
  });

  test('that failed is tried again while the pipeline goes on', async () => {
    stack.simulator.addBehaviour({ outcome: 'failed', times: 1, match: { experimentName: 'tried' } });
    const id = await start('tried', ANSWER, '{id: ask, needs: [], approval: {message: Wait?}}');
    await untilStage(id, 'answer', 'failed');
    const explained = await ax('explain', id, 'answer');
    expect(explained.stdout).toContain('It failed');
    expect(explained.stdout).toContain(`ax-tasks pipeline retry ${id} answer`);
    expect(await ax('pipeline', 'retry', id, 'answer')).toMatchObject({ code: 0 });
    await untilStage(id, 'answer', 'succeeded');
    const { steps } = await snapshotOf(id);
    expect(steps.find((step) => step.id === 'answer')).toMatchObject({ attempt: 2 });
    await ax('pipeline', 'approve', id, 'ask');
    expect((await resultOf(id)).steps[0]?.result?.experimentName).toBe('tried-2');
  });

  test('says that the service asks for patience, and until when', async () => {
    const task = (await ax('get', 'call-agent', '-o', 'json')).json<{ id: string }>().data.id;
    stack.simulator.addFault({
      match: { method: 'GET', taskId: task },
      answer: { kind: 'respond', status: 429, headers: { 'retry-after': '5' } },
      times: 3,
    });
    const id = await start('patient', ANSWER.replace('generate-answers', task));
    // Not much longer, since the worker keeps all its requests back for so long; a busy machine may miss one of them.
    let explained = '';
    await until(async () => (explained = (await ax('explain', id, 'answer')).stdout).includes('Retry-After'));
    expect(explained.replaceAll(/\s+/g, ' ')).toMatch(
      /The service requested a wait of \S+ \(Retry-After\)\. The next attempt is at/,
    );
    await ax('workflow', 'cancel', id, '--force', '--no-wait');
  });

  test('says behind which workflow its turn comes', async () => {
    const taskId = (await ax('get', 'check-policy', '-o', 'json')).json<{ id: string }>().data.id;
    const held = stack.simulator.addFault({ match: { method: 'POST', taskId }, holdAt: 'before-effect' });
    const evaluate = '{id: turn, task: check-policy, overrideEvaluations: true, pollInterval: 1s}';
    const first = await start('turn-1', evaluate);
    await until(async () => (await ax('explain', first)).stdout.includes('the trigger is being sent'));
    const second = await start('turn-2', evaluate);
    await until(async () => (await ax('explain', second)).stdout.includes('behind'));
    expect((await ax('explain', second)).stdout).toContain(`behind ${first}/turn, which is running`);
    stack.simulator.releaseFault(held);
    expect(await ax('watch', second)).toMatchObject({ code: 0 });
  });

  test('that fans out tells how many items there are, and its items are explained by themselves', async () => {
    stack.simulator.addBehaviour({ stuckAt: 'RUNNING', match: { experimentName: 'wide-a' } });
    const id = await start(
      'wide',
      '{id: many, task: generate-answers, experimentName: "NAME-${{ matrix.m }}", matrix: {m: [a, b, c]}, concurrency: {limit: 1}, pollInterval: 1s}',
    );
    await until(async () => (await stageOf(id, 'many')) === 'running');
    await until(async () => (await snapshotOf(id)).steps[0]?.items?.running === 1);
    expect((await snapshotOf(id)).steps[0]?.items).toMatchObject({ total: 3, waiting: 2, running: 1 });
    expect((await ax('workflow', 'status', id)).stdout).toContain('0 of 3 items, 1 running');
    expect((await ax('explain', id)).stdout).toContain(`${id}/many/a`);
    await until(async () => /Run \S+ is running/.test((await ax('explain', `${id}/many/a`)).stdout));
    expect((await ax('workflow', 'status', `${id}/many`)).stdout).toContain('0 of 3 items');
    await ax('workflow', 'cancel', id, '--force');
  });
});

describe.concurrent('a rerun', () => {
  test('of what failed keeps the rest, triggers it only once, and is one pipeline however often it is asked for', async () => {
    stack.simulator.addBehaviour({ outcome: 'failed', times: 1, match: { experimentName: 'second-half' } });
    const second = ANSWER.replace('id: answer, needs: []', 'id: second, needs: [answer]').replace(
      'NAME',
      'second-half',
    );
    const id = await start('again', ANSWER, second, SCORE.replace('score,', 'score, needs: [second],'));
    expect(await ax('watch', id)).toMatchObject({ code: 1 });

    const first = await ax('pipeline', 'rerun', id, '--failed', '-o', 'json');
    expect(first.code).toBe(0);
    const { workflowId, result } = first.json<{ workflowId: string; result: PipelineResult }>().data;
    expect(result.rerunOf?.workflowId).toBe(id);
    expect(result.steps.map((step) => [step.id, step.state, step.isKept === true])).toEqual([
      ['answer', 'succeeded', true],
      ['second', 'succeeded', false],
      ['score', 'succeeded', false],
    ]);
    expect(result.steps[1]?.result?.experimentName).toBe('second-half-2');
    expect(requestsFor('"again"')).toBe(1);

    const repeated = await ax('pipeline', 'rerun', id, '--failed', '-o', 'json');
    expect(repeated.json<{ workflowId: string }>().data.workflowId).toBe(workflowId);
    expect(repeated.stderr).toContain('The same rerun was made before');
    expect(await ax('pipeline', 'rerun', workflowId, '--failed')).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('succeeded: nothing to rerun') as string,
    });

    const third = await ax('pipeline', 'rerun', workflowId, '--from', 'second', '-o', 'json');
    expect(third.code).toBe(0);
    const rerun = third.json<{ result: PipelineResult }>().data.result;
    expect(rerun.steps.map((step) => step.isKept === true)).toEqual([true, false, false]);
    expect(rerun.steps[1]?.result?.experimentName).toBe('second-half-3');
    expect(requestsFor('"again"')).toBe(1);
  });

  test('of a fan-out runs only the items that failed', async () => {
    stack.simulator.addBehaviour({ outcome: 'failed', match: { experimentName: 'partly-b' } });
    const id = await start(
      'partly',
      '{id: many, task: generate-answers, experimentName: "NAME-${{ matrix.m }}", matrix: {m: [a, b]}, pollInterval: 1s}',
    );
    expect(await ax('watch', id)).toMatchObject({ code: 1 });
    const again = await ax('pipeline', 'rerun', id, '--failed', '-o', 'json');
    expect(again).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('1 of the 2 items of many') as string,
    });
    expect(requestsFor('partly-a')).toBe(1);
    expect(requestsFor('"partly-b-2"')).toBe(1);
  });

  test('with a changed gate judges it on the runs there are, triggers none of them again, and continues', async () => {
    const gated = SCORE.replace('}', ', gate: {checks: [{samples: {min: 1000}}]}}');
    const late = '{id: late, task: generate-answers, experimentName: NAME-late, pollInterval: 1s}';
    const id = await start('gated', ANSWER, gated, late);
    expect(await ax('watch', id)).toMatchObject({ code: 1 });
    const renamed = fileOf('gated', ANSWER, gated.replace('id: score', 'id: scored'), late);
    expect(await ax('pipeline', 'rerun', id, '--gates', '--file', renamed)).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('the file has no step "score"; did you mean "scored"?') as string,
    });
    const file = fileOf('gated', ANSWER, gated.replace('1000', '1'), late);
    const again = await ax('pipeline', 'rerun', id, '--gates', '--file', file, '-o', 'json');
    expect(again.code).toBe(0);
    expect(again.stderr).toMatch(/^score +changed \(gate\) +kept, its gate is judged again$/m);
    expect(again.stderr).toMatch(/^late +same +runs if what it needs is good$/m);
    const { result, rerun } = again.json<Reran>().data;
    expect(result.steps.map(({ state }) => state)).toEqual(['succeeded', 'succeeded', 'succeeded']);
    expect(result.steps[1]).toMatchObject({ attempts: 1, gate: { answer: 'pass' } });
    expect(rerun.steps.map(({ deed }) => deed)).toEqual(['kept', 'judged', 'runs']);
    expect([requestsFor('"gated"'), requestsFor('"gated-late"')]).toEqual([1, 1]);
    expect(requestsFor(result.steps[1]?.experimentIds?.[0] ?? 'none')).toBe(1);
    expect(
      await ax(
        'pipeline',
        'rerun',
        id,
        '--gates',
        '--file',
        fileOf('gated', ANSWER.replace('1s', '2s'), gated),
      ),
    ).toMatchObject({
      code: 4,
      stderr: expect.stringContaining(
        'more than the gates of steps that have run: answer (pollInterval)',
      ) as string,
    });
  });

  test('with a changed file asks before a step that succeeded runs again, and keeps the name and the inputs', async () => {
    stack.simulator.addBehaviour({ outcome: 'failed', times: 1, match: { experimentName: 'mended-b' } });
    const second = ANSWER.replace('id: answer, needs: []', 'id: second').replace('NAME', 'NAME-b');
    const id = await start('mended', ANSWER, second);
    expect(await ax('watch', id)).toMatchObject({ code: 1 });
    const file = fileOf('mended', ANSWER.replace('1s', '2s'), second);
    const asked = await ax('pipeline', 'rerun', id, '--failed', '--file', file);
    expect(asked.code).toBe(2);
    expect(asked.stderr).toMatch(/^answer +changed \(pollInterval\) +runs again, although it succeeded$/m);
    expect(requestsFor('"mended-2"')).toBe(0);
    const forced = await ax('pipeline', 'rerun', id, '--failed', '--file', file, '--force', '-o', 'json');
    expect(forced.code).toBe(0);
    expect(forced.json<Reran>().data.rerun.steps[0]).toMatchObject({
      change: 'changed',
      deed: 'runs',
      isRedone: true,
    });
    expect([requestsFor('"mended-2"'), requestsFor('"mended-b-2"')]).toEqual([1, 1]);
    const other = await ax('pipeline', 'rerun', id, '--failed', '--file', fileOf('other', ANSWER));
    expect(other).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('a rerun keeps the name') as string,
    });
  });

  test('of a pipeline that was terminated keeps the runs that had ended well', async () => {
    const id = await start('cut', ANSWER, '{id: ask, needs: [answer], approval: {message: Go?}}');
    await untilStage(id, 'ask', 'awaiting-approval');
    await temporal.workflow.getHandle(id).terminate('a test');
    expect((await ax('explain', id)).stdout).toContain('terminated');
    const again = await ax('pipeline', 'rerun', id, '--failed', '--detach', '-o', 'json');
    expect(again.stderr).toMatch(/runs +ask\n +kept +answer/);
    const { workflowId } = again.json<{ workflowId: string }>().data;
    await untilStage(workflowId, 'ask', 'awaiting-approval');
    expect(requestsFor('"cut"')).toBe(1);
    await ax('workflow', 'cancel', workflowId, '--force', '--no-wait');
  });
});

describe.concurrent('a plan', () => {
  test('names the tasks as the service has them, and starts nothing', async () => {
    const planned = await ax('pipeline', 'plan', fileOf('planned', ANSWER, SCORE));
    expect(planned.code).toBe(0);
    expect(planned.stdout).toMatch(/answer {2}runs generate-answers \(run_experiment, \S+\)/);
    expect(planned.stdout).toContain('It would trigger 2 runs');
    expect(requestsFor('planned')).toBe(0);
  });

  test('with a task that is not there, or does not fit, ends with 4', async () => {
    const file = fileOf(
      'misfit',
      ANSWER.replace('generate-answers', 'generate-answer'),
      ANSWER.replace('id: answer', 'id: other').replace('generate-answers', 'score-experiments'),
    );
    const { code, stdout } = await ax('pipeline', 'plan', file);
    expect(code).toBe(4);
    expect(stdout).toMatch(/problem +.*generate-answer/);
    expect(stdout).toContain('experimentName is for RUN_EXPERIMENT tasks only');
    const offline = await runHere(['pipeline', 'plan', file, '--offline', '-o', 'mermaid'], {
      ARIZE_SPACE: 'research',
    });
    expect(offline).toMatchObject({ code: 0, stdout: expect.stringMatching(/^flowchart TD\n/) as string });
  });
});

test.concurrent('without a worker, a message is given up after a while with 5', async () => {
  const queue = ['--task-queue', 'nobody'];
  const started = await ax('run', fileOf('alone', ANSWER), '--no-check', '--detach', '-o', 'json', ...queue);
  const { workflowId } = started.json<{ workflowId: string }>().data;
  const paused = await ax('pipeline', 'pause', workflowId, ...queue);
  expect(paused).toMatchObject({ code: 5, stdout: '' });
  expect(paused.stderr).toContain('No worker polls the task queue "nobody"');
  expect((await ax('explain', workflowId, ...queue)).stdout).toContain('No worker polls the task queue');
});
