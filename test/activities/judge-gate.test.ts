import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { Activities } from '../../src/activities/index.js';
import { experimentReader } from '../../src/activities/gate/experiment-scores.js';
import { AxClient } from '../../src/ax/index.js';
import type { GateCheck, GateRequest, MeasuredStep } from '../../src/model/gate/gate.js';
import type { GateResult } from '../../src/model/gate/evidence.js';
import { startActivityRig } from '../support/activity-rig.js';

const rig = await startActivityRig();
const { simulator, ax, activities } = rig;
afterEach(() => simulator.reset());
afterAll(() => rig.stop());

type Columns = Record<string, unknown>;

/** An experiment of the dataset `bulk-questions`, with runs that bear these columns. */
async function experiment(name: string, runs: Columns[]): Promise<string> {
  const { id } = await ax.resolveDataset({ dataset: 'bulk-questions', space: 'research' });
  const experimentRuns = runs.map((columns) => ({ output: 'an answer', ...columns }));
  const answer = await post('/v2/experiments', {
    name,
    dataset_id: id,
    experiment_runs: experimentRuns.slice(0, 1000),
  });
  for (let at = 1000; at < runs.length; at += 1000) {
    const more = { experiment_runs: experimentRuns.slice(at, at + 1000) };
    await post(`/v2/experiments/${encodeURIComponent(answer.id)}/runs`, more);
  }
  return answer.id;
}

async function post(path: string, body: unknown): Promise<{ id: string }> {
  const headers = { authorization: `Bearer ${simulator.apiKey}` };
  const answer = await fetch(simulator.baseUrl + path, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(201);
  return (await answer.json()) as { id: string };
}

const scored = (score: number, label = 'good'): Columns => ({
  'eval.relevance.score': score,
  'eval.relevance.label': label,
});
const times = (count: number, columns: Columns): Columns[] => Array.from({ length: count }, () => columns);

const measured = (of: string, more: Partial<MeasuredStep>): MeasuredStep => ({
  of,
  successes: 0,
  errors: 0,
  skipped: 0,
  runIds: [`run-of-${of}`],
  experimentIds: [],
  ...more,
});
const check = (more: Partial<GateCheck>): GateCheck => ({
  measure: 'meanScore',
  of: ['evaluate'],
  evaluation: 'relevance',
  ...more,
});
const request = (steps: MeasuredStep[], ...checks: GateCheck[]): GateRequest => ({
  gate: { checks },
  pipeline: { name: 'nightly', workflowId: 'ax-pipeline/nightly/1', executionId: 'execution-1' },
  steps,
  conditions: {},
});
const judge = (asked: GateRequest): Promise<GateResult> =>
  new MockActivityEnvironment().run<[GateRequest], GateResult, Activities['judgeGate']>(
    activities.judgeGate,
    asked,
  );
const judgeOne = async (experimentIds: string[], asked: Partial<GateCheck>) => {
  const { checks } = await judge(request([measured('evaluate', { experimentIds })], check(asked)));
  return checks[0];
};
const pagesRead = () =>
  simulator.journal().requests.filter(({ method, path }) => method === 'GET' && path.endsWith('/runs'));

/** What the service answers for the runs of any experiment. */
const answerRuns = (...runs: string[]) =>
  simulator.addFault({
    match: { method: 'GET', path: '/v2/experiments/*/runs' },
    times: 'always',
    answer: {
      kind: 'respond',
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: `{"experiment_runs":[${runs.join()}],"pagination":{"has_more":false}}`,
    },
  });

describe('scores', () => {
  test('are read over all pages, and each experiment once however many checks look at it', async () => {
    const id = await experiment('wide', [...times(1000, scored(1)), ...times(250, scored(0))]);
    const step = measured('evaluate', { experimentIds: [id] });
    const result = await judge(
      request([step], check({ min: 0.8 }), check({ measure: 'minScore', min: 0.5 })),
    );
    expect(result.answer).toBe('fail');
    expect(result.checks).toMatchObject([
      {
        answer: 'pass',
        value: 0.8,
        samples: 1250,
        scores: { runs: 1250, count: 1250, mean: 0.8, median: 1 },
      },
      { answer: 'fail', value: 0 },
    ]);
    expect(pagesRead()).toHaveLength(3);
  });

  test('of several experiments are pooled', async () => {
    const ids = [await experiment('a', times(3, scored(1))), await experiment('b', times(1, scored(0)))];
    expect(await judgeOne(ids, { min: 0.75 })).toMatchObject({ answer: 'pass', value: 0.75, samples: 4 });
  });

  test('count by label where a share of labels is asked for', async () => {
    const id = await experiment('a', [...times(3, scored(1)), ...times(1, scored(0, 'bad')), {}]);
    const found = await judgeOne([id], { measure: 'labelShare', label: 'bad', max: 0.2 });
    expect(found).toMatchObject({
      answer: 'fail',
      value: 0.25,
      samples: 4,
      scores: { labels: { good: 0.75, bad: 0.25 } },
    });
  });

  test('that only some runs bear are told', async () => {
    const id = await experiment('a', [scored(1), {}, { 'eval.relevance.score': null }]);
    const found = await judgeOne([id], { min: 1 });
    expect(found).toMatchObject({ answer: 'pass', samples: 1, scores: { runs: 3 } });
    expect(found?.reason).toContain('2 of 3 runs have none');
  });
});

describe('a gate fails', () => {
  test('where no run bears the evaluation, and names those there are', async () => {
    const id = await experiment('a', times(3, { 'eval.answer_relevance.score': 1 }));
    const found = await judgeOne([id], { min: 0 });
    expect(found).toMatchObject({ answer: 'fail', value: null, samples: 0, source: { experimentIds: [id] } });
    expect(found?.reason).toContain(
      `no run of the experiment ${id} bears eval.relevance.score: the evaluations there are: answer_relevance`,
    );
  });

  test('where there are labels alone', async () => {
    const id = await experiment('a', times(3, { 'eval.relevance.label': 'good' }));
    expect((await judgeOne([id], { min: 0 }))?.reason).toContain('it has labels alone');
  });

  test('where one of the experiments has no scores, though another has', async () => {
    const ids = [await experiment('a', times(3, scored(1))), await experiment('b', times(3, {}))];
    expect(await judgeOne(ids, { min: 0 })).toMatchObject({ answer: 'fail', value: null });
  });

  test('where an experiment is not there any more', async () => {
    const found = await judgeOne(['RXhwZXJpbWVudDo5OTk5OTpnb25l'], { min: 0 });
    expect(found?.answer).toBe('fail');
    expect(found?.reason).toContain('is not there');
  });

  test('where a step has no experiment, has no run, or was not measured at all', async () => {
    const gone = Buffer.from('TaskRun:999999:gone').toString('base64');
    const none = measured('evaluate', { successes: 3, runIds: [gone] });
    const skipped = measured('skipped', { runIds: [] });
    const asked = (of: string, more: Partial<GateCheck> = {}) => check({ of: [of], min: 0, ...more });
    const samples = asked('skipped', { measure: 'samples' });
    const { answer, checks } = await judge(
      request([none, skipped], asked('evaluate'), samples, asked('other')),
    );
    expect(answer).toBe('fail');
    expect(checks.map(({ reason }) => reason)).toEqual([
      expect.stringContaining(`the run ${gone} is not there`),
      expect.stringContaining('step skipped has no run'),
      expect.stringContaining('step other has no run'),
    ]);
  });

  test('where a share is asked for of runs that looked at nothing', async () => {
    const asked = check({ measure: 'errorShare', max: 0.1 });
    const { checks } = await judge(request([measured('evaluate', {})], asked));
    expect(checks[0]).toMatchObject({ answer: 'fail', value: null });
  });

  test('but warns or passes where the file says so', async () => {
    const asked = request([], check({ min: 0 }), check({ min: 0, onNoEvidence: 'pass' }));
    const { checks } = await judge({ ...asked, gate: { ...asked.gate, onNoEvidence: 'warn' } });
    expect(checks.map(({ answer }) => answer)).toEqual(['warn', 'pass']);
  });
});

test('shares and samples are those of the runs together', async () => {
  const steps = [measured('a', { successes: 8, errors: 1, skipped: 1 }), measured('b', { successes: 10 })];
  const of = ['a', 'b'];
  const { checks } = await judge(
    request(
      steps,
      check({ of, measure: 'successShare', min: 0.9 }),
      check({ of, measure: 'errorShare', max: 0.05 }),
      check({ of, measure: 'samples', min: 21 }),
    ),
  );
  expect(checks).toMatchObject([
    { answer: 'pass', value: 0.9, samples: 20, source: { runIds: ['run-of-a', 'run-of-b'] } },
    { answer: 'pass', value: 0.05 },
    { answer: 'fail', value: 20 },
  ]);
});

test('conditions come evaluated, and one that could not be is no evidence', async () => {
  const asked = check({ measure: 'condition', of: [], condition: 'a > b' });
  const gate = request([], asked, asked, asked, asked);
  const { checks } = await judge({
    ...gate,
    conditions: { 0: true, 1: false, 2: { problem: 'no such key: a' } },
  });
  expect(checks.map(({ answer, value }) => [answer, value])).toEqual([
    ['pass', 1],
    ['fail', 0],
    ['fail', null],
    ['fail', null],
  ]);
  expect(checks[2]?.reason).toContain('no such key: a');
});

describe('evidence that cannot be read fails the check whatever it says about no evidence, and names the runs:', () => {
  const pass = { onNoEvidence: 'pass', min: 0 } as const;

  test.each([
    ['a text', '"0.0"'],
    ['true or false', 'true'],
    ['an object', '{}'],
    ['a list', '[1]'],
    ['a number beyond all bounds', '1e999'],
  ])('a score that is %s beside one that is a number', async (found, text) => {
    answerRuns(`{"id":"run-1","eval.relevance.score":${text}}`, '{"id":"run-2","eval.relevance.score":0.9}');
    const judged = await judgeOne(['RXhwZXJpbWVudDo1ODE6MUFz'], pass);
    expect(judged).toMatchObject({ answer: 'fail', value: null });
    expect(judged?.reason).toContain(
      `eval.relevance.score is not a number on 1 of the 2 runs of the experiment RXhwZXJpbWVudDo1ODE6MUFz: run-1 (${found})`,
    );
  });

  test('a label that is no text, and no score is asked for', async () => {
    answerRuns('{"id":"run-1","eval.relevance.label":true}', '{"id":"run-2","eval.relevance.label":"good"}');
    const labels = { ...pass, measure: 'labelShare', label: 'good' } as const;
    const judged = await judgeOne(['RXhwZXJpbWVudDo1ODE6MUFz'], labels);
    expect(judged?.answer).toBe('fail');
    expect(judged?.reason).toContain('eval.relevance.label is not a text on 1 of the 2 runs');
  });

  test('a score beyond the range of the check; many runs are counted, five named', async () => {
    const id = await experiment('a', [...times(7, scored(5)), ...times(3, scored(1))]);
    const judged = await judgeOne([id], { ...pass, range: [0, 1] });
    expect(judged?.answer).toBe('fail');
    expect(judged?.reason).toMatch(/is not a number from 0 to 1 on 7 of the 10 runs .* \(5\) and 2 more$/);
    expect((await judgeOne([id], { ...pass, range: [0, 5] }))?.answer).toBe('pass');
  });

  test('scores of the baseline', async () => {
    const old = await experiment('old', times(3, { 'eval.relevance.score': 'good' }));
    const id = await experiment('new', times(3, scored(1)));
    const baseline = { kind: 'experiment', experiment: old } as const;
    const judged = await judgeOne([id], { baseline, maxDrop: 0, onNoEvidence: 'pass' });
    expect(judged).toMatchObject({ answer: 'fail' });
    expect(judged?.reason).toContain('baseline: eval.relevance.score is not a number on 3 of the 3 runs');
  });

  test.each([{ errors: -1 }, { successes: 2.5 }])('counts like %j', async (counts) => {
    const asked = check({ measure: 'errorShare', max: 1, onNoEvidence: 'pass' });
    const { checks } = await judge(request([measured('evaluate', { successes: 3, ...counts })], asked));
    expect(checks[0]?.answer).toBe('fail');
    expect(checks[0]?.reason).toContain(
      'the counts of step evaluate (run-of-evaluate) are not whole numbers',
    );
  });
});

describe('a baseline', () => {
  const baseline = {
    kind: 'experiment',
    experiment: 'old',
    dataset: 'bulk-questions',
    space: 'research',
  } as const;
  const drop = { baseline, maxDrop: 0.1 };

  test('that is an experiment is found by name, read once, and tested for significance', async () => {
    const old = await experiment('old', [...times(90, scored(1)), ...times(10, scored(0))]);
    const id = await experiment('new', [...times(60, scored(1)), ...times(40, scored(0))]);
    const step = measured('evaluate', { experimentIds: [id] });
    const result = await judge(
      request(
        [step],
        check(drop),
        check({ ...drop, significance: 0.01 }),
        check({ ...drop, measure: 'medianScore' }),
      ),
    );
    expect(result.checks).toMatchObject([
      { answer: 'fail', baseline: { value: 0.9, samples: 100, source: { experimentIds: [old] } } },
      { answer: 'fail', baseline: { test: expect.stringContaining('permutation') as string } },
      { answer: 'pass', baseline: { value: 1, pValue: null, test: null } },
    ]);
    expect(result.checks[1]?.baseline?.pValue).toBeLessThan(0.01);
    expect(pagesRead()).toHaveLength(2);
  });

  test('of few scores makes a drop that is not significant a warning, and of too few a fail', async () => {
    await experiment('old', [...times(9, scored(1)), scored(0)]);
    const enough = await experiment('enough', [...times(7, scored(1)), ...times(3, scored(0))]);
    const tooFew = await experiment('too-few', [...times(3, scored(1)), ...times(2, scored(0))]);
    const asked = { ...drop, significance: 0.05 };
    expect((await judgeOne([enough], asked))?.answer).toBe('warn');
    expect((await judgeOne([tooFew], asked))?.answer).toBe('fail');
  });

  test('of counts is compared with the runs of an experiment that have errors', async () => {
    await experiment('old', times(10, scored(1)));
    const steps = [measured('evaluate', { successes: 8, errors: 2 })];
    const { checks } = await judge(request(steps, check({ measure: 'errorShare', baseline, maxRise: 0.1 })));
    expect(checks[0]).toMatchObject({ answer: 'fail', value: 0.2, baseline: { value: 0, samples: 10 } });
  });

  test('may be a number', async () => {
    const id = await experiment('new', times(10, scored(0.5)));
    const value = { kind: 'value', value: 0.7 } as const;
    expect(await judgeOne([id], { baseline: value, maxDrop: 0.3 })).toMatchObject({
      answer: 'pass',
      baseline: { value: 0.7, pValue: null },
    });
  });

  test.each([
    ['is not there', [], 'old'],
    ['bears no such evaluation', [{}], 'bears eval.relevance.score'],
  ])('that %s is missing evidence', async (_, runs, reason) => {
    if (runs.length > 0) await experiment('old', runs);
    const id = await experiment('new', times(10, scored(1)));
    const found = await judgeOne([id], drop);
    expect(found?.answer).toBe('fail');
    expect(found?.reason).toContain('no baseline: ');
    expect(found?.reason).toContain(reason);
  });

  test('that is measured itself is missing evidence', async () => {
    const id = await experiment('old', times(10, scored(1)));
    expect((await judgeOne([id], drop))?.reason).toContain('is itself among those that are measured');
  });
});

describe('reading', () => {
  const path = '/v2/experiments/*/runs';

  test('waits where the service is asked too often, and goes on with the same page', async () => {
    const id = await experiment('a', times(600, scored(1)));
    const headers = { 'retry-after': '1' };
    simulator.addFault({
      match: { method: 'GET', path },
      skip: 1,
      answer: { kind: 'respond', status: 429, headers },
    });
    expect((await judgeOne([id], { min: 1 }))?.samples).toBe(600);
    expect(pagesRead()).toHaveLength(3);
  });

  test('takes smaller pages where outputs are so long that a page is more than the client takes', async () => {
    const id = await experiment('a', times(200, { ...scored(1), output: 'x'.repeat(500) }));
    const { baseUrl, apiKey } = simulator;
    const limits = { maxResponseBytes: 50_000 };
    const narrow = new AxClient({ baseUrl, apiKey, limits, preReleaseWarning: false });
    const read = await new MockActivityEnvironment().run(() => experimentReader(narrow)(id));
    await narrow.close();
    expect(read).toMatchObject({ experimentId: id, runs: 200 });
    expect(pagesRead()).toHaveLength(9);
  });

  test('ends with its reason if the answers stay unreadable', async () => {
    const body = '<html>Sign in</html>';
    simulator.addFault({ match: { path }, times: 'always', answer: { kind: 'respond', status: 200, body } });
    const read = () => experimentReader(ax, 10, 0)('RXhwZXJpbWVudDo1ODE6MUFz');
    await expect(new MockActivityEnvironment().run(read)).rejects.toMatchObject({
      type: 'AxBrokenAnswer',
      nonRetryable: true,
      message: expect.stringContaining('the response is not JSON') as string,
    });
  });

  test('fails as retryable where the service does', async () => {
    const id = await experiment('a', times(1, scored(1)));
    simulator.addFault({ match: { path }, answer: { kind: 'respond', status: 503 } });
    await expect(judgeOne([id], { min: 1 })).rejects.toMatchObject({ type: 'AxServer', nonRetryable: false });
  });

  test('is refused beyond its bound', async () => {
    const ids = [await experiment('a', times(8, scored(1))), await experiment('b', times(3, scored(1)))];
    const read = experimentReader(ax, 10);
    const both = async () => {
      for (const id of ids) await read(id);
    };
    const refused: unknown = await new MockActivityEnvironment().run(both).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ApplicationFailure);
    expect(refused).toMatchObject({ type: 'ResultTooLarge', nonRetryable: true });
  });
});

test('the result stays small, and says how many ids it leaves out', async () => {
  const runIds = Array.from({ length: 1000 }, (_, at) => `VGFza1J1bjo5OTo${at}`.padEnd(40, 'x'));
  const steps = [measured('evaluate', { successes: 1000, runIds })];
  const checks = Array.from({ length: 50 }, () => check({ measure: 'successShare', min: 1 }));
  const result = await judge(request(steps, ...checks));
  expect(JSON.stringify(result).length).toBeLessThan(200_000);
  const source = result.checks[0]?.source;
  expect((source?.runIds.length ?? 0) + (source?.omitted ?? 0)).toBe(1000);
});
