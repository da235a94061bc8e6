import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { qualityDocument } from '../../src/files/result/quality-document.js';
import type { PipelineResult } from '../../src/model/pipeline/results.js';
import type { FiringResult } from '../../src/model/schedule/firing.js';
import { scheduleId } from '../../src/model/temporal/names.js';
import { connectClient, loadConnectionOptions } from '../../src/temporal/connect.js';
import type { ConnectedClient } from '../../src/temporal/connect.js';
import { runHere } from '../commands/support/run-here.js';
import { createStack } from '../commands/support/stack.js';
import type { Stack } from '../commands/support/stack.js';
import type { ScriptedScores } from '../../src/simulator/index.js';
import { until } from '../support/until.js';

let stack: Stack;
let connected: ConnectedClient;
beforeAll(async () => {
  stack = await createStack();
  // Seeded ones depend on which of the examples made its experiment first.
  stack.simulator.setScores({ evaluation: 'hallucination', labels: ['factual'] });
  stack.simulator.setScores({ evaluation: 'relevance', scores: [0.9, 0.7] });
  await stack.startWorker();
  connected = await connectClient(loadConnectionOptions({ address: stack.temporal.address }, {}));
});
afterAll(async () => {
  await connected.close();
  await stack.close();
});

const fileOf = (example: string, name = 'pipeline.yaml'): string =>
  fileURLToPath(new URL(`../../examples/${example}/${name}`, import.meta.url));

interface Ended {
  code: number | null;
  result: PipelineResult;
}

async function run(example: string, ...flags: string[]): Promise<Ended> {
  const ran = await runHere(['run', fileOf(example), ...flags, '-o', 'json'], stack.env);
  expect(ran.stdout, ran.stderr).not.toBe('');
  return { code: ran.code, result: ran.json<{ result: PipelineResult }>().data.result };
}

/** By how much a schedule of the examples may fire late. */
const JITTER_MS = 300_000;

interface AppliedSchedule {
  /** Lets the schedule fire for past times, one after the other, and waits until all of that has ended. */
  firedAt(...times: string[]): Promise<[FiringResult, ...FiringResult[]]>;
}

async function applied(file: string, name: string): Promise<AppliedSchedule> {
  const ran = await runHere(['schedule', 'apply', file], stack.env);
  expect(ran.code, ran.stderr).toBe(0);
  const handle = connected.client.schedule.getHandle(scheduleId(name));
  const firingAt = async (time: string): Promise<FiringResult> => {
    const [start, end] = [new Date(Date.parse(time) - 1000), new Date(Date.parse(time) + JITTER_MS)];
    await handle.backfill({ start, end, overlap: 'ALLOW_ALL' });
    let workflowId = '';
    await until(async () => {
      const { recentActions } = (await handle.describe()).info;
      const fired = recentActions.find(({ action }) => action.workflow.workflowId.endsWith(time));
      workflowId = fired?.action.workflow.workflowId ?? '';
      return workflowId !== '';
    });
    return connected.client.workflow.getHandle<() => Promise<FiringResult>>(workflowId).result();
  };
  return {
    firedAt: async (first, ...others) => {
      const results: [FiringResult, ...FiringResult[]] = [await firingAt(first)];
      for (const time of others) results.push(await firingAt(time));
      return results;
    },
  };
}

const states = ({ steps }: PipelineResult): Record<string, string> =>
  Object.fromEntries(steps.map(({ id, state }) => [id, state]));

// The simulator's scores come from the ids that it gives, so nothing else may run beside these.
describe('each example runs', () => {
  test('04: a gate warns where there is no run before, and then compares with it', async () => {
    const first = await run('04-gate-against-a-baseline', '--input', 'bar=0.1');
    const answerOf = ({ result }: Ended): unknown =>
      result.steps.find(({ id }) => id === 'release')?.gate?.answer;
    expect([first.code, answerOf(first)]).toEqual([0, 'warn']);
    await until(async () => {
      const listed = await runHere(['workflow', 'list', '--status', 'completed', '-o', 'json'], stack.env);
      return listed
        .json<{ workflows: { workflowId: string }[] }>()
        .data.workflows.some(({ workflowId }) => workflowId === first.result.workflowId);
    });
    const second = await run('04-gate-against-a-baseline', '--input', 'bar=0.1', '--key', 'second');
    const compared = second.result.steps.find(({ id }) => id === 'release')?.gate?.checks.at(-1);
    expect(compared?.baseline?.source.experimentIds).toEqual(
      first.result.steps.find(({ id }) => id === 'answer')?.experimentIds,
    );
    expect(second.result.outputs?.['relevance']).toBeTypeOf('number');
  });

  test('04: a bar that is too high makes the command fail', async () => {
    const { code, result } = await run('04-gate-against-a-baseline', '--input', 'bar=1.0');
    expect([code, states(result)['release']]).toEqual([1, 'failed']);
  });

  /** What evaluations of the spans of a day say. */
  const say = (day: number, values: Partial<ScriptedScores>): void =>
    void stack.simulator.setScores({
      ...{ project: 'support-bot', evaluation: 'relevance', from: dayOf(day), until: dayOf(day + 1) },
      ...values,
    });
  const dayOf = (day: number): string => new Date(Date.UTC(2026, 8, day)).toISOString();
  const range = (day: number): string[] => [
    '--input',
    `start=${dayOf(day)}`,
    '--input',
    `end=${dayOf(day + 1)}`,
  ];

  test('11: the build fails if yesterday was less relevant than the day before, and the report says why', async () => {
    say(1, { scores: { mean: 0.9, deviation: 0.05 } });
    say(2, { scores: { mean: 0.7, deviation: 0.05 } });
    const page = join(mkdtempSync(join(tmpdir(), 'ax-tasks-nightly-')), 'relevance.html');
    const first = await run('11-nightly-quality', ...range(1));
    expect([first.code, first.result.steps[0]?.gate?.answer]).toEqual([0, 'warn']);
    const second = await run('11-nightly-quality', ...range(2), '--html', page);
    expect([second.code, second.result.steps[0]?.gate?.checks.map(({ answer }) => answer)]).toEqual([
      1,
      ['pass', 'fail'],
    ]);
    expect(second.result.steps[0]?.quality?.evaluations[0]?.summary.mean).toBeCloseTo(0.7, 1);
    expect(readFileSync(page, 'utf8')).toContain('Lowest scores');
    const shown = await runHere(
      ['quality', 'fresh-relevance', '--start', dayOf(1), '--end', dayOf(3), '--slice', '1d', '-o', 'json'],
      stack.env,
    );
    const { data } = qualityDocument.parse(JSON.parse(shown.stdout));
    expect(data.trends[0]?.points.map(({ value }) => value && Math.round(value * 10))).toEqual([9, 7]);
  });

  test('13: a judge that says what people say is trusted, and one that does not is not', async () => {
    const people = { project: 'support-bot', annotation: 'relevance', labels: ['relevant', 'irrelevant'] };
    const agreeing = (share: number) => ({ evaluation: 'relevance', share });
    for (const day of [11, 12]) say(day, { labels: { relevant: 0.6, irrelevant: 0.4 } });
    stack.simulator.addAnnotations({ ...people, from: dayOf(11), until: dayOf(12), agreement: agreeing(1) });
    stack.simulator.addAnnotations({
      ...people,
      from: dayOf(12),
      until: dayOf(13),
      agreement: agreeing(0.5),
    });
    const [good, bad] = [
      await run('13-judge-against-people', ...range(11)),
      await run('13-judge-against-people', ...range(12)),
    ];
    expect([good.code, states(good.result)['trusted']]).toEqual([0, 'succeeded']);
    expect([bad.code, states(bad.result)['trusted']]).toEqual([1, 'failed']);
  });

  test('12: a slice is evaluated once its spans stop growing, and a drift of its labels is reported', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ax-tasks-settle-'));
    // Nobody waits for twenty minutes here.
    const quick = readFileSync(fileOf('12-settle-and-drift', 'schedule.yaml'), 'utf8').replace(
      'quietFor: 20m, checks: 3, timeout: 3h',
      'quietFor: 2s, checks: 3, timeout: 5m',
    );
    writeFileSync(join(folder, 'schedule.yaml'), quick);
    copyFileSync(fileOf('12-settle-and-drift'), join(folder, 'pipeline.yaml'));
    const schedule = await applied(join(folder, 'schedule.yaml'), 'settled-relevance');
    stack.simulator.setScores({
      project: 'support-bot',
      evaluation: 'relevance',
      labels: { good: 0.9, bad: 0.1 },
    });
    stack.simulator.setScores({
      project: 'support-bot',
      evaluation: 'relevance',
      labels: { good: 0.1, bad: 0.9 },
      from: '2026-11-01T01:00:00Z',
    });
    const [{ verdict, watermark, windows }] = await schedule.firedAt('2026-11-01T03:00:00Z');
    expect([verdict, watermark]).toEqual(['good', '2026-11-01T02:00:00.000Z']);
    expect(windows.map(({ settled }) => settled?.isSettled)).toEqual([true, true]);
    const drifts = await Promise.all(
      windows.map(async ({ workflowId }) => {
        const handle = connected.client.workflow.getHandle<() => Promise<PipelineResult>>(workflowId ?? '');
        return (await handle.result()).steps.find(({ id }) => id === 'drift')?.gate?.answer;
      }),
    );
    expect(drifts).toEqual(['warn', 'fail']);
  });
});

describe.concurrent('each example runs', () => {
  test('01: one evaluation of a day', async () => {
    const { code, result } = await run('01-one-evaluation', '--input', 'day=2026-11-01T00:00:00Z');
    expect(code).toBe(0);
    expect(result.steps[0]?.result?.window).toEqual({
      dataStartTime: '2026-11-01T00:00:00.000Z',
      dataEndTime: '2026-11-02T00:00:00.000Z',
    });
  });

  test('02: an experiment, then its evaluations', async () => {
    const { code, result } = await run('02-experiment-then-evaluations');
    expect([code, states(result)]).toEqual([
      0,
      { answer: 'succeeded', score: 'succeeded', policy: 'succeeded' },
    ]);
  });

  test('03: two models, two experiments, one evaluation of both', async () => {
    const { code, result } = await run('03-matrix-of-models');
    const [answer, score] = result.steps;
    expect([code, states(result)]).toEqual([0, { answer: 'succeeded', score: 'succeeded' }]);
    expect(answer?.items?.map(({ key }) => key)).toEqual(['gpt-4o', 'gpt-4o-mini']);
    const made = answer?.items?.map(({ experimentId }) => experimentId);
    expect(new Set(made).size).toBe(2);
    expect(score?.experimentIds).toEqual(made);
    expect(score?.outputs).toEqual({ experiments: 2 });
  });

  test('05: nothing is evaluated until somebody approves', async () => {
    const started = await runHere(['run', fileOf('05-approval'), '--detach', '-o', 'json'], stack.env);
    const { workflowId } = started.json<{ workflowId: string }>().data;
    await until(async () => {
      const { stdout } = await runHere(['workflow', 'status', workflowId, '-o', 'json'], stack.env);
      return stdout.includes('awaiting-approval');
    });
    const approved = await runHere(['pipeline', 'approve', workflowId, 'go-ahead', '--by', 'Ada'], stack.env);
    expect([approved.code, approved.stderr]).toEqual([0, expect.any(String)]);
    const watched = await runHere(['watch', workflowId, '-o', 'json'], stack.env);
    const { result } = watched.json<{ result: PipelineResult }>().data;
    expect(states(result)).toEqual({ answer: 'succeeded', 'go-ahead': 'succeeded', score: 'succeeded' });
    expect(result.steps[1]?.approval?.by).toBe('Ada');
  });

  test('06: the task is created from the file, and then left alone', async () => {
    const first = await run('06-tasks-as-code');
    const again = await run('06-tasks-as-code', '--key', 'again');
    expect([first.result, again.result].map(({ steps }) => steps[0]?.ensured?.action)).toEqual([
      'created',
      'unchanged',
    ]);
    const task = await runHere(
      ['task', 'ensure', fileOf('06-tasks-as-code', 'task.yaml'), '-o', 'json'],
      stack.env,
    );
    expect(task.code).toBe(0);
  });

  test('07: a CI job is one line, with a report that CI reads', async () => {
    const report = join(mkdtempSync(join(tmpdir(), 'ax-tasks-ci-')), 'report.xml');
    const { code, result } = await run('07-ci-job', '--junit', report);
    expect([code, result.verdict]).toEqual([0, 'good']);
    expect(readFileSync(report, 'utf8')).toContain('<testsuites');
    expect(readFileSync(fileOf('07-ci-job', 'evaluate.yaml'), 'utf8')).toContain('--junit');
  });

  test('09: a schedule evaluates the day before, by the clock of Berlin', async () => {
    const schedule = await applied(fileOf('09-schedule', 'schedule.yaml'), 'nightly-hallucination');
    const [{ windows, verdict }] = await schedule.firedAt('2026-11-03T04:00:00Z');
    expect(verdict).toBe('good');
    expect(windows.map(({ window }) => window)).toEqual([
      { dataStartTime: '2026-11-01T23:00:00.000Z', dataEndTime: '2026-11-02T23:00:00.000Z' },
    ]);
  });

  test('10: a watermark evaluates by a pipeline what is not proven yet, in slices of an hour', async () => {
    const schedule = await applied(fileOf('10-watermark', 'schedule.yaml'), 'hourly-quality');
    const [first, second] = await schedule.firedAt('2026-11-01T04:00:00Z', '2026-11-01T05:00:00Z');
    expect([first.verdict, first.watermark]).toEqual(['good', '2026-11-01T02:00:00.000Z']);
    expect(first.windows.map(({ window }) => window?.dataStartTime)).toEqual([
      '2026-11-01T00:00:00.000Z',
      '2026-11-01T01:00:00.000Z',
    ]);
    expect(second?.windows.map(({ window }) => window?.dataStartTime)).toEqual(['2026-11-01T02:00:00.000Z']);
  });
});
