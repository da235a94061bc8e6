import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { Activities } from '../../src/activities/index.js';
import type { Requirement } from '../../src/model/pipeline/requires/requirements.js';
import { startActivityRig } from '../support/activity-rig.js';

const rig = await startActivityRig();
const { simulator, ax, activities } = rig;
afterEach(() => simulator.reset());
afterAll(() => rig.stop());

type Request = Parameters<Activities['checkReadiness']>[0];

const problemsOf = (
  requirement: Requirement,
  task: string | null = 'nightly-hallucination',
): Promise<string[]> => {
  const request: Request = { requirements: [requirement], task, space: 'research' };
  return new MockActivityEnvironment().run<[Request], string[], Activities['checkReadiness']>(
    activities.checkReadiness,
    request,
  );
};
const asked = (ending: string) =>
  simulator
    .journal()
    .requests.filter(({ path }) => path.endsWith(ending))
    .map(({ query }) => query);

describe('a dataset', () => {
  test('is ready with as many examples as are required, over several pages', async () => {
    expect(await problemsOf({ kind: 'dataset', dataset: 'bulk-questions', minExamples: 620 })).toEqual([]);
    expect(asked('/examples')).toHaveLength(2);
  });

  test('is read no further than to the number that is required', async () => {
    expect(await problemsOf({ kind: 'dataset', dataset: 'bulk-questions', minExamples: 500 })).toEqual([]);
    expect(asked('/examples')).toHaveLength(1);
  });

  test('with fewer is not, and it is told how many there are', async () => {
    expect(await problemsOf({ kind: 'dataset', dataset: 'bulk-questions', minExamples: 621 })).toEqual([
      'the dataset bulk-questions has 620 examples, 621 are required',
    ]);
  });

  test('that is not there is a problem, not a failure', async () => {
    const requirement: Requirement = { kind: 'dataset', dataset: 'bulk-question', minExamples: 1 };
    expect(await problemsOf(requirement)).toEqual([expect.stringContaining('Similar: "bulk-questions"')]);
  });
});

test('an experiment needs so many runs', async () => {
  const requirement = {
    kind: 'experiment',
    experiment: 'candidate-v2',
    dataset: 'support-questions',
  } as const;
  expect(await problemsOf({ ...requirement, minRuns: 24 })).toEqual([]);
  expect(await problemsOf({ ...requirement, minRuns: 25 })).toEqual([
    'the experiment candidate-v2 has 24 runs, 25 are required',
  ]);
});

describe('an evaluator', () => {
  const hallucination = { kind: 'evaluator', evaluator: 'hallucination' } as const;
  const versions = async () =>
    (await ax.listEvaluatorVersions({ evaluator: 'hallucination', space: 'research' })).items;

  test('is ready pinned to the version that is asked for, by ID, by hash, and by the beginning of one', async () => {
    const { evaluators } = await ax.getTask({ task: 'nightly-hallucination', space: 'research' });
    const pin = evaluators[0]?.evaluatorVersionId ?? '';
    const hash = (await versions()).find(({ id }) => id === pin)?.commitHash ?? '';
    for (const version of [pin, hash, hash.slice(0, 7)])
      expect(await problemsOf({ ...hallucination, version })).toEqual([]);
  });

  test('pinned to another version is a problem', async () => {
    const { evaluators } = await ax.getTask({ task: 'nightly-hallucination', space: 'research' });
    const other = (await versions()).find(({ id }) => id !== evaluators[0]?.evaluatorVersionId)?.id ?? '';
    expect(await problemsOf({ ...hallucination, version: other })).toEqual([
      expect.stringContaining(`not to ${other}`),
    ]);
    expect(await problemsOf({ ...hallucination, version: 'abcdef0' })).toEqual([
      'the evaluator hallucination has no version abcdef0',
    ]);
  });

  test('in any version will do where none is asked for, but not the latest where one is', async () => {
    const relevance = { kind: 'evaluator', evaluator: 'relevance' } as const;
    expect(await problemsOf(relevance, 'fresh-relevance')).toEqual([]);
    expect(await problemsOf({ ...relevance, version: 'abcdef0' }, 'fresh-relevance')).toEqual([
      expect.stringContaining('takes the latest version at each run'),
    ]);
  });

  test('that the task does not use is a problem, and so is no task', async () => {
    expect(await problemsOf({ kind: 'evaluator', evaluator: 'tone-check' })).toEqual([
      'the task nightly-hallucination does not use the evaluator tone-check: it has hallucination',
    ]);
    expect(await problemsOf(hallucination, null)).toEqual([expect.stringContaining('has no task')]);
    expect(await problemsOf(hallucination, 'no-such-task')).toEqual([
      expect.stringContaining('no-such-task'),
    ]);
  });
});

test.each([
  ['anthropic-research', 'research', []],
  ['support-agent', 'research', []],
  [
    'no-such-one',
    'research',
    ['no integration no-such-one is there in the space research, or none for this key'],
  ],
])(
  'the integration %s is looked for among those of models and of agents',
  async (integration, space, problems) => {
    expect(await problemsOf({ kind: 'integration', integration, space })).toEqual(problems);
  },
);

test('an integration can be asked for by its ID', async () => {
  const { items } = await ax.listAiIntegrations({ space: 'research' });
  expect(await problemsOf({ kind: 'integration', integration: items[0]?.id ?? '' })).toEqual([]);
});

test('all problems are told at once', async () => {
  const requirements: Requirement[] = [
    { kind: 'dataset', dataset: 'none', minExamples: 1 },
    { kind: 'experiment', experiment: 'none', minRuns: 1 },
    { kind: 'integration', integration: 'none' },
  ];
  const request: Request = { requirements, task: null, space: 'research' };
  const check = activities.checkReadiness;
  expect(
    await new MockActivityEnvironment().run<[Request], string[], typeof check>(check, request),
  ).toHaveLength(3);
});

test('a service in trouble is a failure that is tried again', async () => {
  simulator.addFault({ match: { path: '/v2/**' }, answer: { kind: 'respond', status: 503 } });
  const requirement: Requirement = { kind: 'dataset', dataset: 'bulk-questions', minExamples: 1 };
  await expect(problemsOf(requirement)).rejects.toMatchObject({ type: 'AxServer', nonRetryable: false });
});
