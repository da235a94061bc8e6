import { describe, expect, test } from 'vitest';
import {
  answering,
  DATASET,
  EVALUATOR,
  experimentTask,
  EXPERIMENT,
  idOf,
  PROJECT,
  RUN,
  SPACE,
  TASK,
  wirePage,
  wireRun,
  wireTask,
  without,
} from './support.js';

const readRun = async (members: object) =>
  (await answering({ json: wireRun(members) })).client.getRun({ runId: RUN });
const readTask = async (task: object) => (await answering({ json: task })).client.getTask({ task: TASK });

describe('a run', () => {
  test('is read member by member; what is not known is kept', async () => {
    const run = await readRun({
      status: 'RUNNING',
      num_successes: 3,
      num_errors: 1,
      num_skipped: 2,
      experiment_id: EXPERIMENT,
      failure_reason: 'because',
      shiny: { new: [1] },
    });
    expect(run).toEqual({
      id: RUN,
      taskId: TASK,
      status: 'RUNNING',
      rawStatus: 'RUNNING',
      experimentId: EXPERIMENT,
      runStartedAt: null,
      runFinishedAt: null,
      dataStartTime: '2026-11-01T00:00:00.000Z',
      dataEndTime: '2026-11-02T00:00:00.000Z',
      counts: { successes: 3, errors: 1, skipped: 2 },
      createdAt: '2026-11-02T00:00:00.000Z',
      createdByUserId: null,
      failureReason: 'because',
      extra: { shiny: { new: [1] } },
    });
  });

  test.each([
    ['completed', 'COMPLETED'],
    ['Cancelled', 'CANCELLED'],
    ['PENDING', 'PENDING'],
    ['paused', 'UNKNOWN'],
    ['', 'UNKNOWN'],
  ])('with the status %j is %s, and its own letters are kept', async (raw, status) => {
    expect(await readRun({ status: raw })).toMatchObject({ status, rawStatus: raw });
  });

  test('without the members that came later is read all the same', async () => {
    const old = without(wireRun(), 'experiment_id', 'failure_reason', 'num_skipped');
    const { client } = await answering({ json: { ...old, num_errors: null } });
    expect(await client.getRun({ runId: RUN })).toMatchObject({
      experimentId: null,
      failureReason: null,
      counts: { successes: 0, errors: 0, skipped: 0 },
    });
  });

  test('a member named __proto__ changes nothing', async () => {
    const text = JSON.stringify(wireRun()).replace('{', '{"__proto__":{"polluted":true},');
    const { client } = await answering({ text });
    const run = await client.getRun({ runId: RUN });
    expect(Object.getPrototypeOf(run.extra)).toBe(Object.prototype);
    expect('polluted' in run.extra || 'polluted' in {}).toBe(false);
  });
});

describe('a task', () => {
  test('is read member by member', async () => {
    expect(await readTask(wireTask({ later: 1 }))).toEqual({
      id: TASK,
      name: 'nightly',
      type: 'TEMPLATE_EVALUATION',
      projectId: PROJECT,
      datasetId: null,
      samplingRate: 0.5,
      isContinuous: false,
      queryFilter: null,
      queryFilters: null,
      evaluators: [
        {
          evaluatorId: EVALUATOR,
          evaluatorName: 'relevance',
          evaluatorVersionId: null,
          queryFilter: null,
          columnMappings: { input: 'attributes.input.value' },
          queryMappings: null,
        },
      ],
      experimentIds: [],
      runConfiguration: null,
      lastRunAt: '2026-11-01T00:00:00.000Z',
      createdAt: '2026-10-01T00:00:00.000Z',
      updatedAt: '2026-10-02T00:00:00.000Z',
      createdByUserId: idOf('User', 1),
      extra: { later: 1 },
    });
  });

  test('of an older server has its types in upper case', async () => {
    const run_configuration = {
      experiment_type: 'llm_generation',
      input_variable_format: 'f_string',
      messages: [{ role: 'user', content: 'Hi' }],
    };
    expect(await readTask(experimentTask({ type: 'run_experiment', run_configuration }))).toMatchObject({
      type: 'RUN_EXPERIMENT',
      runConfiguration: {
        experiment_type: 'LLM_GENERATION',
        input_variable_format: 'F_STRING',
        messages: [{ role: 'USER', content: 'Hi' }],
      },
    });
  });

  test('of traces has its filters and mappings', async () => {
    const query_filters = { filters: [{ id: 'A', filter: 'x' }], expression: 'A' };
    const query_mappings = [{ variable_name: 'v', query_ids: ['A'], attribute_path: 'p' }];
    const task = wireTask({ query_filters, evaluators: [{ evaluator_id: EVALUATOR, query_mappings }] });
    expect(await readTask(task)).toMatchObject({
      queryFilters: query_filters,
      evaluators: [{ queryMappings: [{ variableName: 'v', queryIds: ['A'], attributePath: 'p' }] }],
    });
  });

  test.each([
    ['a type nobody knows', { type: 'harness_evaluation' }, { type: 'HARNESS_EVALUATION' }],
    ['filters of an unknown shape', { query_filters: { tree: [] } }, { queryFilters: null }],
    [
      'an unknown configuration',
      { run_configuration: { experiment_type: 'x', a: [1] } },
      { runConfiguration: { a: [1] } },
    ],
    [
      'almost nothing',
      { evaluators: undefined, experiment_ids: null, is_continuous: null },
      { evaluators: [], experimentIds: [] },
    ],
  ])('with %s is read all the same', async (_title, members, read) => {
    expect(await readTask(wireTask(members))).toMatchObject(read);
  });
});

describe('lists', () => {
  test.each<[string, object, string]>([
    ['listTasks', { type: 'run_experiment', name: 'n' }, '/v2/tasks?name=n&type=RUN_EXPERIMENT&limit=50'],
    [
      'listRuns',
      { task: TASK, status: 'completed', limit: 7 },
      `/v2/tasks/${encodeURIComponent(TASK)}/runs?status=COMPLETED&limit=7`,
    ],
    ['listSpaces', { cursor: 'a b' }, '/v2/spaces?limit=50&cursor=a%20b'],
    ['listProjects', { space: SPACE }, `/v2/projects?space_id=${encodeURIComponent(SPACE)}&limit=50`],
    ['listDatasets', {}, '/v2/datasets?limit=50'],
    ['listEvaluators', { name: 'x' }, '/v2/evaluators?name=x&limit=50'],
    ['listAiIntegrations', {}, '/v2/ai-integrations?limit=50'],
    ['listIntegrations', { type: 'AGENT' }, '/v2/integrations?limit=50&type=AGENT'],
    [
      'listEvaluatorVersions',
      { evaluator: EVALUATOR },
      `/v2/evaluators/${encodeURIComponent(EVALUATOR)}/versions?limit=50`,
    ],
    [
      'listExperiments',
      { space: SPACE, dataset: DATASET },
      `/v2/experiments?dataset_id=${encodeURIComponent(DATASET)}&limit=50`,
    ],
    ['listExperiments', { space: SPACE }, `/v2/experiments?space_id=${encodeURIComponent(SPACE)}&limit=50`],
    [
      'listExperimentRuns',
      { experiment: EXPERIMENT, limit: 500 },
      `/v2/experiments/${encodeURIComponent(EXPERIMENT)}/runs?limit=500`,
    ],
    [
      'listDatasetExamples',
      { dataset: DATASET, datasetVersionId: 'v1' },
      `/v2/datasets/${encodeURIComponent(DATASET)}/examples?dataset_version_id=v1&limit=50`,
    ],
  ])('%s of %j asks %s', async (method, request, url) => {
    const lists = [
      'tasks',
      'task_runs',
      'spaces',
      'projects',
      'datasets',
      'evaluators',
      'ai_integrations',
      'integrations',
      'evaluator_versions',
      'experiments',
      'experiment_runs',
      'examples',
    ];
    const { client, server } = await answering({ json: Object.fromEntries(lists.map((key) => [key, []])) });
    const list = client[method as 'listTasks'];
    expect(await list(request)).toEqual({ items: [], nextCursor: null });
    expect(server.received.map((received) => received.url)).toEqual([url]);
  });

  test('an older server is asked in lower case', async () => {
    const { client, server } = await answering(
      { json: { tasks: [], task_runs: [] } },
      { wireCase: 'legacy' },
    );
    await client.listTasks({ type: 'CODE_EVALUATION' });
    await client.listRuns({ task: TASK, status: 'FAILED' });
    expect(server.received.map(({ url }) => url)).toEqual([
      '/v2/tasks?type=code_evaluation&limit=50',
      `/v2/tasks/${encodeURIComponent(TASK)}/runs?status=failed&limit=50`,
    ]);
  });

  test.each<[string, object]>([
    ['listTasks', { limit: 0 }],
    ['listTasks', { limit: 101 }],
    ['listTasks', { limit: Number.NaN }],
    ['listTasks', { type: 'NONSENSE' }],
    ['listTasks', { name: 'x'.repeat(256) }],
    ['listRuns', { task: TASK, status: 'paused' }],
    ['listRuns', { task: TASK, cursor: '' }],
    ['listRuns', { task: TASK, cursor: 'a\r\nb' }],
    ['listExperimentRuns', { experiment: EXPERIMENT, limit: 501 }],
    ['listSpaces', { space: SPACE }],
  ])('%s refuses %j before any request', async (method, request) => {
    const { client, server } = await answering({ status: 500 });
    await expect(client[method as 'listTasks'](request)).rejects.toMatchObject({ name: 'InvalidInputError' });
    expect(server.received).toEqual([]);
  });

  test('names are looked up by ID, twenty at most, and one that cannot be read is left out', async () => {
    const { client, server } = await answering(({ url }) =>
      url.includes('gone')
        ? { status: 404 }
        : { json: { id: url.split('/').at(-1), name: 'n', space_id: 's' } },
    );
    const projects = Array.from({ length: 30 }, (_, at) => `p${at}`);
    const named = await client.nameResources({ projects, tasks: ['gone', 't', 't'] });
    expect(server.received).toHaveLength(20);
    expect(named).toHaveLength(19);
    expect(named[0]).toEqual({ id: 't', name: 'n', spaceId: 's' });
  });

  test('the items of every list are read', async () => {
    const base = { id: 'i', name: 'n', space_id: SPACE };
    const { client } = await answering(({ url }) => {
      if (url.startsWith('/v2/datasets/'))
        return { json: { ...base, versions: [{ id: 'v', name: 'first', created_at: 't' }] } };
      return {
        json: {
          spaces: [{ id: 'i', name: 'n', description: 'd' }],
          projects: [{ ...base, project_type: 'application' }],
          evaluators: [{ ...base, type: 'CODE' }],
          integrations: [{ id: 'i', name: 'n', type: 'AGENT' }],
          evaluator_versions: [{ id: 'v', commit_hash: 'h', commit_message: null, created_at: 't' }],
          experiments: [{ ...base, dataset_id: null }],
        },
      };
    });
    expect((await client.listSpaces()).items).toEqual([{ id: 'i', name: 'n' }]);
    expect((await client.listProjects({})).items).toEqual([
      { id: 'i', name: 'n', spaceId: SPACE, type: 'APPLICATION' },
    ]);
    expect((await client.listEvaluators({})).items).toMatchObject([{ type: 'CODE' }]);
    expect((await client.listIntegrations({})).items).toEqual([
      { id: 'i', name: 'n', spaceId: null, type: 'AGENT' },
    ]);
    expect((await client.listEvaluatorVersions({ evaluator: EVALUATOR })).items).toEqual([
      { id: 'v', commitHash: 'h', commitMessage: null, createdAt: 't', evaluation: null },
    ]);
    expect((await client.listExperiments({})).items).toEqual([
      { id: 'i', name: 'n', spaceId: SPACE, datasetId: null, createdAt: null },
    ]);
    expect(await client.getDataset({ dataset: 'id:i' })).toMatchObject({
      versions: [{ id: 'v', name: 'first' }],
    });
  });

  test('the runs of an experiment have their scores', async () => {
    const runs = [
      {
        id: 'r1',
        example_id: 'x1',
        output: 'yes',
        'eval.correct.score': 0.5,
        'eval.correct.label': 'half',
        'eval.correct.explanation': null,
        'eval.a.b.score': 'NaN',
        'eval.score': 1,
      },
      { id: 'r2', output: { deep: 1 }, error: 'broke' },
    ];
    const { client } = await answering(wirePage('experiment_runs', runs));
    expect((await client.listExperimentRuns({ experiment: EXPERIMENT })).items).toEqual([
      {
        id: 'r1',
        exampleId: 'x1',
        output: 'yes',
        error: null,
        evaluations: [
          { name: 'correct', score: 0.5, label: 'half', explanation: null, misfits: {} },
          { name: 'a.b', score: null, label: null, explanation: null, misfits: { score: 'a text' } },
        ],
      },
      { id: 'r2', exampleId: null, output: '{"deep":1}', error: 'broke', evaluations: [] },
    ]);
  });

  test('the examples of a dataset have their own fields', async () => {
    const { client } = await answering(wirePage('examples', [{ id: 'x', question: 'why?', n: 1 }]));
    expect((await client.listDatasetExamples({ dataset: DATASET })).items).toEqual([
      { id: 'x', fields: { question: 'why?', n: 1 } },
    ]);
  });
});
