import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startRig, type Rig } from './rig.js';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig({ advance: { by: 'looks', looks: 1 } });
});
afterEach(() => rig.simulator.reset());
afterAll(() => rig.simulator.close());

type Columns = Readonly<Record<string, unknown>>;

async function runsOf(experiment: string): Promise<readonly Columns[]> {
  const id = encodeURIComponent(await rig.idOf('experiments', experiment));
  const { body } = await rig.call('GET', `/v2/experiments/${id}/runs?limit=500`);
  return body['experiment_runs'] as unknown as readonly Columns[];
}

async function evaluate(): Promise<void> {
  const { body } = await rig.trigger('score-experiments', { override_evaluations: true });
  await rig.call('GET', `/v2/task-runs/${encodeURIComponent(body['id'] as unknown as string)}`);
}

const column = async (experiment: string, name: string) =>
  (await runsOf(experiment)).slice(0, 4).map((run) => run[name]);

describe('scripted scores', () => {
  test('are what an evaluation leaves, over and over by the position of the run', async () => {
    const scores = {
      experiment: 'candidate-v2',
      evaluation: 'relevance',
      scores: [0.9, null, 0.1],
      labels: ['good'],
    };
    expect((await rig.control('POST', 'scores', scores)).status).toBe(200);
    await evaluate();
    expect(await column('candidate-v2', 'eval.relevance.score')).toEqual([0.9, undefined, 0.1, 0.9]);
    expect(await column('candidate-v2', 'eval.relevance.label')).toEqual(['good', 'good', 'good', 'good']);
  });

  test('leave other experiments and evaluations as they were', async () => {
    const before = await column('baseline-v1', 'eval.relevance.label');
    rig.simulator.setScores({ experiment: 'candidate-v2', evaluation: 'relevance', scores: [0.5] });
    await evaluate();
    expect(await column('baseline-v1', 'eval.relevance.label')).toEqual(before);
    expect(
      (await column('candidate-v2', 'eval.hallucination.label')).every((label) => typeof label === 'string'),
    ).toBe(true);
  });

  test('are there at once where the experiment is, and what is not given goes', async () => {
    const id = await rig.idOf('experiments', 'baseline-v1');
    rig.simulator.setScores({ experiment: id, evaluation: 'relevance', labels: ['fine', null] });
    expect(await column('baseline-v1', 'eval.relevance.label')).toEqual([
      'fine',
      undefined,
      'fine',
      undefined,
    ]);
    expect(await column('baseline-v1', 'eval.relevance.score')).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('of a run count as evaluated even without a label', async () => {
    for (const evaluation of ['relevance', 'hallucination'])
      rig.simulator.setScores({ evaluation, scores: [1] });
    const { body } = await rig.trigger('score-experiments', {});
    const run = await rig.call('GET', `/v2/task-runs/${encodeURIComponent(body['id'] as unknown as string)}`);
    expect(run.body).toMatchObject({ status: 'CANCELLED', num_successes: 0 });
  });

  test('are listed, the last first, and removed', async () => {
    rig.simulator.setScores({ scores: [1] });
    rig.simulator.setScores({ evaluation: 'x', scores: [2] });
    expect((await rig.control('GET', 'scores')).body).toEqual({
      scores: [{ evaluation: 'x', scores: [2] }, { scores: [1] }],
    });
    expect((await rig.control('DELETE', 'scores')).body).toEqual({ removed: 2 });
  });

  test('that make no sense are refused', async () => {
    expect((await rig.control('POST', 'scores', { scores: ['high'] })).status).toBe(400);
  });
});
