import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { Activities } from '../../src/activities/index.js';
import type { CheckResult, GateResult } from '../../src/model/gate/evidence.js';
import type { GateCheck, GateRequest, MeasuredStep } from '../../src/model/gate/gate.js';
import { omit } from '../../src/model/base/objects.js';
import { startActivityRig } from '../support/activity-rig.js';
import { until } from '../support/until.js';
import type { ActivityRig } from '../support/activity-rig.js';

const rig = await startActivityRig({ advance: { by: 'looks', looks: 1 } });
const { simulator } = rig;
afterEach(() => simulator.reset());
afterAll(() => rig.stop());

const DAY_MS = 24 * 60 * 60 * 1000;
/** Long ago, so that everything is indexed, and not at midnight. */
const START_MS = Date.parse('2026-03-10T07:00:00Z');

/** The window of a day, counted from that of the tests. */
const day = (offset = 0) => ({
  startMs: START_MS + offset * DAY_MS,
  endMs: START_MS + (offset + 1) * DAY_MS,
});
const iso = (ms: number): string => new Date(ms).toISOString();
const times = ({ startMs, endMs }: { startMs: number; endMs: number }) => ({
  ...{ start: iso(startMs), end: iso(endMs) },
});

/** What evaluators write on the spans of these days from now on. */
const script = (from: number, until: number, more: { scores?: number[]; labels?: Record<string, number> }) =>
  simulator.setScores({
    ...{ project: 'support-bot', evaluation: 'relevance' },
    ...{ from: iso(day(from).startMs), until: iso(day(until).startMs), ...more },
  });

/** A run of the task over a day of the project, to its end. */
async function evaluate({ ax }: ActivityRig, offset = 0, more: object = {}): Promise<MeasuredStep> {
  const { startMs, endMs } = day(offset);
  const started = await ax.triggerRun({
    ...{ task: 'fresh-relevance', space: 'research' },
    ...{ dataStartTime: iso(startMs), dataEndTime: iso(endMs), ...more },
  });
  const { id: runId, taskId, counts } = await ax.getRun({ runId: started.id });
  return {
    ...{ of: 'score', ...counts, runIds: [runId], experimentIds: [] },
    windows: [{ runId, taskId, ...times(day(offset)) }],
  };
}

async function judge(
  step: MeasuredStep,
  checks: Partial<GateCheck>[],
  on = rig,
  environment = new MockActivityEnvironment(),
): Promise<CheckResult[]> {
  const request: GateRequest = {
    gate: {
      checks: checks.map((each) => ({
        measure: 'meanScore',
        of: ['score'],
        evaluation: 'relevance',
        ...each,
      })),
    },
    pipeline: { name: 'nightly', workflowId: 'ax-pipeline/nightly/1', executionId: 'execution-1' },
    steps: [step],
    conditions: {},
  };
  const judging = environment.run<[GateRequest], GateResult, Activities['judgeGate']>(
    on.activities.judgeGate,
    request,
  );
  return (await judging).checks;
}

/** What the simulator knows to be written by a run in a day. */
const writtenBy = (runId: string | undefined, offset = 0) =>
  simulator
    .spans('support-bot', day(offset).startMs, day(offset).endMs)
    .flatMap(({ evaluations }) => evaluations.filter((each) => each.runId === runId));

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, each) => sum + each, 0) / values.length;

const searches = () => simulator.journal().requests.filter(({ path }) => path === '/v2/spans');

describe('the evaluations of a run over a project', () => {
  test('are measured, and only those that this run wrote', async () => {
    script(0, 1, { scores: [0.2, 0.4], labels: { good: 0.3, bad: 0.7 } });
    await evaluate(rig, 0, { maxSpans: 40 });
    script(0, 1, { scores: [0.9, 1, 0.7], labels: { good: 0.8, bad: 0.2 } });
    const step = await evaluate(rig);
    const written = writtenBy(step.runIds[0]);
    const scores = written.map(({ score }) => Number(score));
    const [mean, median, min, max, share] = await judge(step, [
      { min: 0.5 },
      { measure: 'medianScore', min: 0.5 },
      { measure: 'minScore', min: 0.5 },
      { measure: 'maxScore', max: 0.95 },
      { measure: 'labelShare', label: 'good', min: 0.9 },
    ]);
    expect(written.length).toBe(step.successes);
    expect(mean).toMatchObject({ answer: 'pass', samples: written.length });
    expect(mean?.value).toBeCloseTo(meanOf(scores), 9);
    expect(mean?.interval?.[0]).toBeLessThan(mean?.value ?? 0);
    expect([median?.value, min?.value, max?.value]).toEqual([0.9, 0.7, 1]);
    expect(max?.answer).toBe('fail');
    expect(share?.value).toBeCloseTo(meanOf(written.map(({ label }) => Number(label === 'good'))), 9);
    expect(share?.answer).toBe('fail');
    expect(mean?.source.windows).toMatchObject([
      {
        ...times(day()),
        attributedBy: 'run',
        filter: null,
        samples: written.length,
        taskId: step.windows?.[0]?.taskId,
      },
    ]);
  });

  test('are read once for all checks, and the window of an item of a fan-out is asked for', async () => {
    const step = omit(await evaluate(rig), 'windows');
    const before = searches().length;
    const found = await judge(step, [{ min: 0 }, { min: 0.1 }, { measure: 'minScore', min: 0 }]);
    expect(found.map(({ samples }) => samples)).toEqual(new Array(3).fill(step.successes));
    expect(searches().length - before).toBeLessThan(4);
  });

  test('that are not there are no evidence, and the reason says what was read', async () => {
    const step = await evaluate(rig);
    const [found] = await judge(step, [{ evaluation: 'relevanc', min: 0 }]);
    expect(found).toMatchObject({ answer: 'fail', value: null, samples: 0 });
    expect(found?.reason).toMatch(
      /no span bears eval\.relevanc\.score by these runs in 2026-03-10T07:00Z to 2026-03-11T07:00Z: of \d+ spans, none bears it/,
    );
  });

  test('that cannot be read fail, whatever onNoEvidence says', async () => {
    simulator.setScores({ project: 'support-bot', evaluation: 'relevance', scores: [0.5, 'NaN'] });
    const [found] = await judge(await evaluate(rig), [{ min: 0, onNoEvidence: 'pass' }]);
    expect(found).toMatchObject({ answer: 'fail', value: null });
    expect(found?.reason).toContain('something else than a score or a label');
  });

  test('beyond the range of scores fail, and the spans are named', async () => {
    script(0, 1, { scores: [0.5, -3, 0.7] });
    const [found] = await judge(await evaluate(rig), [{ min: 0, range: [0, 1] }]);
    expect(found?.reason).toMatch(/not a number from 0 to 1: -3 to 0\.7 were found, on the spans \S+/);
  });
});

describe('other windows as the baseline', () => {
  test('show a drop from the window before with its interval and test', async () => {
    script(-1, 0, { scores: [0.7, 0.8, 0.9] });
    script(0, 1, { scores: [0.6, 0.7, 0.8] });
    await evaluate(rig, -1);
    const step = await evaluate(rig);
    const drop = { baseline: { kind: 'previousWindow' }, maxDrop: 0.05, significance: 0.01 } as const;
    const [found] = await judge(step, [drop]);
    expect(found).toMatchObject({
      answer: 'fail',
      baseline: { difference: expect.closeTo(-0.1, 2) as number },
    });
    expect(found?.baseline?.test).toContain('Welch');
    const [low = 0, high = 0] = found?.baseline?.interval ?? [];
    expect([low < -0.1 && high > -0.1, high < -0.05]).toEqual([true, true]);
    expect(found?.baseline?.source.windows).toMatchObject([{ ...times(day(-1)), attributedBy: 'task' }]);
  });

  test('without evaluations are no baseline', async () => {
    const [found] = await judge(await evaluate(rig), [
      { baseline: { kind: 'previousWindow' }, maxDrop: 0.05 },
    ]);
    expect(found).toMatchObject({ answer: 'fail' });
    expect(found?.reason).toContain('no baseline: no span bears eval.relevance.score');
  });

  test('that trail give control limits, and those with too few samples are left out', async () => {
    const trailing = { baseline: { kind: 'trailing', windows: 6 }, outsideControlLimits: 3 } as const;
    for (const offset of [-6, -5, -4, -3, -2, -1]) {
      script(offset, offset + 1, { scores: [0.8 + (offset % 2) / 100] });
      await evaluate(rig, offset, offset === -6 ? { maxSpans: 3 } : {});
    }
    script(0, 1, { scores: [0.6] });
    const [found] = await judge(await evaluate(rig), [{ ...trailing, minSamples: 10 }]);
    // Of the days -5 to -1 the means are 0.79, 0.80, 0.79, 0.80 and 0.79.
    expect(found).toMatchObject({
      answer: 'fail',
      value: 0.6,
      baseline: { value: 0.794, control: { windows: 5, deviation: expect.closeTo(0.0054772, 6) as number } },
    });
    expect(found?.baseline?.source.windows?.map(({ samples }) => samples >= 10)).toEqual([
      ...[true, true, true, true, true, false],
    ]);
    const before = { ...trailing, baseline: { kind: 'trailing', windows: 5 } } as const;
    const [steady, few] = await judge(await evaluate(rig, -1, { overrideEvaluations: true }), [
      before,
      { ...before, minSamples: 10 },
    ]);
    expect([steady?.answer, few?.answer]).toEqual(['pass', 'fail']);
    expect(few?.reason).toContain('too few windows for control limits');
  });

  test('show a drift of labels from the same window a week before', async () => {
    script(-7, -6, { labels: { good: 0.8, bad: 0.2 } });
    script(0, 1, { labels: { good: 0.5, bad: 0.5 } });
    await evaluate(rig, -7);
    const drift = { measure: 'labelDrift', max: 0.1, significance: 0.01 } as const;
    const [found, range] = await judge(await evaluate(rig), [
      { ...drift, baseline: { kind: 'sameWindowLastWeek' } },
      { ...drift, baseline: { kind: 'range', ...times(day(-7)) } },
    ]);
    expect(found).toMatchObject({
      answer: 'fail',
      baseline: { test: expect.stringContaining('chi-square') as string },
    });
    expect(found?.value).toBeGreaterThan(0.2);
    expect(range?.value).toBe(found?.value);
  });
});

test('evaluations that failed are counted by reason, and no explanation is kept', async () => {
  const spans = [
    ...Array.from({ length: 6 }, () => ({ score: 1, explanation: 'fine, a secret' })),
    ...Array.from({ length: 3 }, () => ({ explanation: 'Rate limit reached for a secret' })),
    { explanation: 'Something with a secret' },
  ].map((evaluation, at) => ({
    start_time: iso(day().startMs + at),
    evaluations: [{ name: 'tone', ...evaluation }],
  }));
  const step = await evaluate(rig);
  const metadata = { run: step.runIds[0] };
  simulator.addSpans({
    project: 'support-bot',
    spans: spans.map((span) => ({
      ...span,
      evaluations: span.evaluations.map((each) => ({ ...each, metadata })),
    })),
  });
  const failed = { measure: 'failedShare', evaluation: 'tone' } as const;
  const found = await judge(step, [
    { ...failed, max: 0.5 },
    { ...failed, reason: 'rate limit', max: 0.2 },
  ]);
  expect(found).toMatchObject([
    { answer: 'pass', value: 0.4, samples: 10 },
    {
      answer: 'fail',
      value: 0.3,
      failures: [
        { reason: 'rate limit', count: 3 },
        { reason: 'other', count: 1 },
      ],
    },
  ]);
  expect(JSON.stringify(found)).not.toContain('secret');
});

test('a gate whose worker dies continues at the page of its window: 50,000 spans are 100 requests', async () => {
  // Before the first span of the seed.
  const window = { start: '2022-06-01T00:00:00.000Z', end: '2022-06-02T00:00:00.000Z' };
  const generate = { count: 50_000, start_time: window.start, end_time: window.end };
  const evaluations = [{ name: 'relevance', scores: [0.5, 0.7] }];
  simulator.addSpans({ project: 'support-bot', generate: { ...generate, evaluations } });
  const { id: taskId } = await rig.ax.getTask({ task: 'fresh-relevance', space: 'research' });
  const step: MeasuredStep = {
    ...{ of: 'score', successes: 50_000, errors: 0, skipped: 0, runIds: ['run'], experimentIds: [] },
    windows: [{ runId: 'run', taskId, ...window }],
  };
  const died = new MockActivityEnvironment();
  let heartbeatDetails: unknown;
  died.on('heartbeat', (details: unknown) => (heartbeatDetails = structuredClone(details)));
  const held = simulator.addFault({
    ...{ match: { path: '/v2/spans' }, skip: 40, times: 1, holdAt: 'before-effect' },
  });
  judge(step, [{ min: 0.5 }], rig, died).catch(() => undefined);
  await until(() => simulator.heldBy(held) === 1);
  const [found] = await judge(step, [{ min: 0.5 }], rig, new MockActivityEnvironment({ heartbeatDetails }));
  expect(found).toMatchObject({ answer: 'pass', samples: 50_000, value: 0.6 });
  expect(searches().filter(({ status }) => status === 200)).toHaveLength(100);
  died.cancel();
  simulator.releaseFault(held);
});

describe('judges', () => {
  test('are compared with people on the same spans', async () => {
    simulator.addAnnotations({
      ...{ project: 'support-bot', annotation: 'Correctness', labels: { good: 0.5, bad: 0.5 } },
      agreement: { evaluation: 'relevance', share: 0.8 },
    });
    script(0, 1, { labels: { good: 0.5, bad: 0.5 } });
    const between: [string, string] = ['relevance', 'annotation.Correctness'];
    const [found, kappa] = await judge(await evaluate(rig), [
      { measure: 'agreement', between, min: 0.9 },
      { measure: 'kappa', between, min: 0.3 },
    ]);
    expect(found).toMatchObject({ answer: 'fail' });
    expect(found?.interval?.[0]).toBeLessThan(0.8);
    expect(found?.interval?.[1]).toBeGreaterThan(0.8);
    expect(found?.confusion).toHaveLength(4);
    expect(kappa).toMatchObject({ answer: 'pass', samples: found?.samples });
  });
});

test('without ids in the metadata, the evaluations of the window count, and the reason says so', async () => {
  const other = await startActivityRig({ advance: { by: 'looks', looks: 1 }, evaluationMetadata: 'absent' });
  try {
    const step = await evaluate(other);
    const [found] = await judge(step, [{ min: 0 }], other);
    expect(found).toMatchObject({ answer: 'pass', samples: step.successes });
    expect(found?.source.windows).toMatchObject([{ attributedBy: 'window' }]);
    expect(found?.reason).toContain('evaluations counted by their window, since none names its task or run');
  } finally {
    await other.stop();
  }
});
