import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { Activities } from '../../src/activities/index.js';
import type { CheckResult, GateResult } from '../../src/model/gate/evidence.js';
import type { GateCheck, GateRequest } from '../../src/model/gate/gate.js';
import { startActivityRig } from '../support/activity-rig.js';

const rig = await startActivityRig();
const { simulator, ax, activities } = rig;
afterEach(() => simulator.reset());
afterAll(() => rig.stop());

type Columns = Record<string, unknown>;

/** An experiment of the dataset `bulk-questions`, with runs that bear these columns, on its examples from the first on. */
async function experiment(name: string, runs: Columns[]): Promise<string> {
  const { id: dataset } = await ax.resolveDataset({ dataset: 'bulk-questions', space: 'research' });
  const body = {
    name,
    dataset_id: dataset,
    experiment_runs: runs.map((columns, at) => ({
      output: 'an answer',
      example_id: `example-${at}`,
      ...columns,
    })),
  };
  const answer = await fetch(`${simulator.baseUrl}/v2/experiments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${simulator.apiKey}` },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { id: string }).id;
}

async function judgeOne(experimentId: string, asked: Partial<GateCheck>): Promise<CheckResult | undefined> {
  const step = {
    of: 'a',
    successes: 1,
    errors: 0,
    skipped: 0,
    runIds: ['run'],
    experimentIds: [experimentId],
  };
  const request: GateRequest = {
    gate: { checks: [{ measure: 'meanScore', of: ['a'], ...asked }] },
    pipeline: { name: 'nightly', workflowId: 'ax-pipeline/nightly/1', executionId: 'execution-1' },
    steps: [step],
    conditions: {},
  };
  const { checks } = await new MockActivityEnvironment().run<
    [GateRequest],
    GateResult,
    Activities['judgeGate']
  >(activities.judgeGate, request);
  return checks[0];
}

/** A drop beyond 0.01 from an experiment, if it is significant. */
const dropFrom = (before: string): Partial<GateCheck> => ({
  evaluation: 'relevance',
  baseline: { kind: 'experiment', experiment: before },
  maxDrop: 0.01,
  significance: 0.05,
});

const scored = (score: number): Columns => ({ 'eval.relevance.score': score });
const labelled = (relevance: string, policy?: string): Columns => ({
  'eval.relevance.label': relevance,
  ...(policy === undefined ? {} : { 'eval.policy.label': policy }),
});
const times = (count: number, columns: Columns): Columns[] => Array.from({ length: count }, () => columns);
const spread = Array.from({ length: 30 }, (_, at) => at / 30);

describe('scores of two experiments of one dataset', () => {
  test('are compared by example: a small drop that all share is found', async () => {
    const before = await experiment('before', spread.map(scored));
    const after = await experiment(
      'after',
      spread.map((score) => scored(score - 0.02 - (score % 0.1) / 100)),
    );
    const found = await judgeOne(after, dropFrom(before));
    expect(found).toMatchObject({
      answer: 'fail',
      baseline: { test: expect.stringContaining('30 pairs') as string },
    });
    const [low = 0, high = 0] = found?.baseline?.interval ?? [];
    expect(high).toBeLessThan(-0.02);
    expect(low).toBeGreaterThan(-0.022);
  });

  test('are compared as a whole if they ran over other examples', async () => {
    const before = await experiment('before', spread.map(scored));
    const after = await experiment(
      'after',
      spread.map((score, at) => ({ ...scored(score - 0.02), example_id: `another-${at}` })),
    );
    const found = await judgeOne(after, dropFrom(before));
    expect(found).toMatchObject({
      answer: 'warn',
      baseline: { test: expect.stringContaining('difference of means') as string },
    });
    const [low = 0, high = 0] = found?.baseline?.interval ?? [];
    expect(low).toBeLessThan(-0.1);
    expect(high).toBeGreaterThan(0.1);
  });
});

describe('labels', () => {
  const before = () => experiment('before', [...times(80, labelled('good')), ...times(20, labelled('bad'))]);

  test('that drifted fail with the share that moved, the test and both distributions', async () => {
    const after = await experiment('after', [...times(50, labelled('good')), ...times(50, labelled('bad'))]);
    const baseline = { kind: 'experiment', experiment: await before() } as const;
    const asked = {
      measure: 'labelDrift',
      evaluation: 'relevance',
      baseline,
      max: 0.1,
      significance: 0.01,
    } as const;
    expect(await judgeOne(after, asked)).toMatchObject({
      ...{ answer: 'fail', value: 0.3, samples: 100, scores: { labels: { good: 0.5, bad: 0.5 } } },
      baseline: {
        ...{ samples: 100, difference: null, scores: { labels: { good: 0.8, bad: 0.2 } } },
        // (50·20 − 50·80)²·200 / (130·70·100²) = 19.78
        test: 'chi-square test of homogeneity, X² = 19.78, 1 degree of freedom',
      },
    });
  });

  test.each([
    ['are not spread significantly otherwise only warn', 28, 12, 40, { answer: 'warn', value: 0.1 }],
    ['are fewer than required are no evidence', 28, 12, 41, { answer: 'fail', value: null, samples: 40 }],
    ['are too few to be tested count as a drift', 7, 3, 1, { answer: 'fail', value: 0.1 }],
  ])('that %s', async (_, good, bad, minSamples, expected) => {
    const after = await experiment('after', [
      ...times(good, labelled('good')),
      ...times(bad, labelled('bad')),
    ]);
    const baseline = { kind: 'experiment', experiment: await before() } as const;
    const asked = {
      measure: 'labelDrift',
      evaluation: 'relevance',
      baseline,
      max: 0.05,
      significance: 0.05,
    } as const;
    expect(await judgeOne(after, { ...asked, minSamples })).toMatchObject(expected);
  });
});

describe('two evaluations', () => {
  // The known example of fifty applications: both yes 20, both no 15, and 5 and 10 apart.
  const applications = () =>
    experiment('judges', [
      ...times(20, labelled('yes', 'yes')),
      ...times(5, labelled('yes', 'no')),
      ...times(10, labelled('no', 'yes')),
      ...times(15, labelled('no', 'no')),
      ...times(3, labelled('yes')),
    ]);
  const between: [string, string] = ['relevance', 'policy'];

  test('agree as far as their labels on the same runs do', async () => {
    const id = await applications();
    expect(await judgeOne(id, { measure: 'agreement', between, min: 0.7 })).toMatchObject({
      ...{ answer: 'pass', value: 0.7, samples: 50 },
      confusion: [
        { a: 'yes', b: 'yes', count: 20 },
        { a: 'no', b: 'no', count: 15 },
        { a: 'no', b: 'yes', count: 10 },
        { a: 'yes', b: 'no', count: 5 },
      ],
    });
    expect(await judgeOne(id, { measure: 'kappa', between, min: 0.5 })).toMatchObject({
      ...{ answer: 'fail', value: 0.4, samples: 50 },
      reason: 'kappa of relevance and policy of a is 0.4 (50 pairs): below the least allowed, 0.5',
    });
  });

  test('of which one is not there are no evidence', async () => {
    const id = await experiment('one', times(20, labelled('yes')));
    const found = await judgeOne(id, { measure: 'agreement', between, min: 0.7 });
    expect(found).toMatchObject({ answer: 'fail', value: null });
    expect(found?.reason).toContain('bears eval.policy.label: the evaluations there are: relevance');
  });
});
