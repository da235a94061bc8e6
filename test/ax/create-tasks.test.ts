import { describe, expect, test } from 'vitest';
import type { AxClient, InvalidInputError } from '../../src/ax/index.js';
import type {
  CreateEvaluationTaskRequest,
  CreateRunExperimentTaskRequest,
} from '../../src/model/api/requests.js';
import {
  answering,
  clientOf,
  DATASET,
  EVALUATOR,
  experimentTask,
  EXPERIMENT,
  idOf,
  INTEGRATION,
  PROJECT,
  rejection,
  SPACE,
  unreached,
  wirePage,
  wireTask,
  without,
} from './support.js';

const evaluators = [{ evaluatorId: EVALUATOR }];
const onProject: CreateEvaluationTaskRequest = {
  name: 'n',
  type: 'TEMPLATE_EVALUATION',
  project: PROJECT,
  evaluators,
};
const onDataset: CreateEvaluationTaskRequest = {
  name: 'n',
  type: 'CODE_EVALUATION',
  dataset: DATASET,
  evaluators,
  experimentIds: [EXPERIMENT],
};
const mappings = [{ variableName: 'v', queryIds: ['A'], attributePath: 'attributes.x' }];
const traced = [{ evaluatorId: EVALUATOR, queryMappings: mappings }];
const oneFilter = { filters: [{ id: 'A', filter: "name = 'x'" }] };

/** The body of the one POST that a call sends. */
async function bodyOf(call: (client: AxClient) => Promise<unknown>, options = {}): Promise<unknown> {
  const { server } = await answering({ status: 201, json: wireTask() });
  await call(clientOf(server.baseUrl, options));
  expect(server.received).toMatchObject([{ method: 'POST', url: '/v2/tasks' }]);
  return JSON.parse(server.received[0]?.body ?? '');
}

async function problemsOf(call: (client: AxClient) => Promise<unknown>): Promise<readonly string[]> {
  const { client, server } = await unreached();
  const error = await rejection(call(client));
  expect(error).toMatchObject({ name: 'InvalidInputError', kind: 'InvalidInput' });
  expect(server.received).toEqual([]);
  return (error as InvalidInputError).problems;
}

describe('an evaluation task', () => {
  test.each<[string, CreateEvaluationTaskRequest, object]>([
    [
      'of a project says that it is not continuous',
      onProject,
      { name: 'n', type: 'TEMPLATE_EVALUATION', project_id: PROJECT, is_continuous: false },
    ],
    [
      'of a project, with everything',
      { ...onProject, isContinuous: true, samplingRate: 0, queryFilter: 'a = 1', experimentIds: [] },
      {
        name: 'n',
        type: 'TEMPLATE_EVALUATION',
        project_id: PROJECT,
        is_continuous: true,
        sampling_rate: 0,
        query_filter: 'a = 1',
      },
    ],
    [
      'of a dataset',
      { ...onDataset, isContinuous: false },
      { name: 'n', type: 'CODE_EVALUATION', dataset_id: DATASET, experiment_ids: [EXPERIMENT] },
    ],
    [
      'of a dataset without experiments, where that is asked for',
      { ...onDataset, experimentIds: [], allowNoExperiments: true },
      { name: 'n', type: 'CODE_EVALUATION', dataset_id: DATASET },
    ],
  ])('%s', async (_title, request, body) => {
    const sent = await bodyOf((client) => client.createEvaluationTask(request));
    expect(sent).toEqual({ ...body, evaluators: [{ evaluator_id: EVALUATOR }] });
  });

  test('an evaluator keeps its pin, filter and mappings; nulls are left out', async () => {
    const version = idOf('EvaluatorVersion', 5);
    const request = {
      ...onProject,
      evaluators: [
        { evaluatorId: EVALUATOR, evaluatorVersionId: version, queryFilter: 'f', columnMappings: { a: 'b' } },
        { evaluatorId: 'id:ev_2', evaluatorVersionId: null, queryFilter: null, columnMappings: null },
      ],
    };
    expect(await bodyOf((client) => client.createEvaluationTask(request))).toMatchObject({
      evaluators: [
        {
          evaluator_id: EVALUATOR,
          evaluator_version_id: version,
          query_filter: 'f',
          column_mappings: { a: 'b' },
        },
        { evaluator_id: 'ev_2' },
      ],
    });
  });

  test('the shape of traces and sessions', async () => {
    const queryFilters = {
      filters: [
        { id: 'A', filter: 'x' },
        { id: 'B', filter: 'y' },
      ],
      expression: 'A AND B',
    };
    const sent = await bodyOf((client) =>
      client.createEvaluationTask({ ...onProject, evaluators: traced, queryFilters }),
    );
    expect(sent).toMatchObject({
      query_filters: queryFilters,
      evaluators: [
        {
          evaluator_id: EVALUATOR,
          query_mappings: [{ variable_name: 'v', query_ids: ['A'], attribute_path: 'attributes.x' }],
        },
      ],
    });
  });

  test('the type may be in any case, and goes out as the server wants it', async () => {
    const request = { ...onProject, type: 'template_evaluation' as 'TEMPLATE_EVALUATION' };
    expect(await bodyOf((client) => client.createEvaluationTask(request))).toMatchObject({
      type: 'TEMPLATE_EVALUATION',
    });
    expect(
      await bodyOf((client) => client.createEvaluationTask(onProject), { wireCase: 'legacy' }),
    ).toMatchObject({
      type: 'template_evaluation',
    });
  });

  test.each<[string, object, RegExp]>([
    ['neither project nor dataset', { project: undefined }, /exactly one of project and dataset/],
    ['both', { dataset: DATASET, experimentIds: [EXPERIMENT] }, /exactly one of project and dataset/],
    ['experiments with a project', { experimentIds: [EXPERIMENT] }, /experimentIds are for dataset tasks/],
    ['no evaluator', { evaluators: [] }, /evaluators must have at least one/],
    ['the same evaluator twice', { evaluators: [...evaluators, ...evaluators] }, /is listed twice/],
    [
      'an evaluator by name without a space',
      { evaluators: [{ evaluatorId: 'rel' }] },
      /evaluators\.0.*--space/,
    ],
    ['a share above 1', { samplingRate: 1.1 }, /samplingRate must be a number from 0 to 1/],
    ['a share that is no number', { samplingRate: Number.NaN }, /samplingRate must be a number from 0 to 1/],
    ['another type', { type: 'RUN_EXPERIMENT' }, /type must be one of TEMPLATE_EVALUATION, CODE_EVALUATION/],
    ['an empty name', { name: '' }, /name must not be empty/],
    ['a name with a line end', { name: 'a\nb' }, /name must not contain control characters/],
    ['no name', { name: undefined }, /name is missing/],
    ['an empty filter', { queryFilter: ' ' }, /queryFilter must not be empty/],
    [
      'an unknown member',
      { query_filter: 'x' },
      /unknown field: "query_filter"; did you mean "queryFilter"\?/,
    ],
    [
      'an unknown member of an evaluator',
      { evaluators: [{ evaluatorId: EVALUATOR, x: 1 }] },
      /in evaluators\.0: "x"/,
    ],
    ['evaluators that are no list', { evaluators: 'rel' }, /evaluators must be a list/],
    [
      'mixed shapes',
      { queryFilter: 'f', queryFilters: oneFilter, evaluators: traced },
      /cannot be combined with/,
    ],
    ['filters without mappings', { queryFilters: oneFilter }, /every evaluator requires queryMappings/],
    [
      'mappings beside column mappings',
      { evaluators: [{ ...traced[0], columnMappings: {} }], queryFilters: oneFilter },
      /columnMappings cannot be combined with/,
    ],
    [
      'two filters without an expression',
      { evaluators: traced, queryFilters: { filters: [...oneFilter.filters, { id: 'B', filter: 'y' }] } },
      /expression is required/,
    ],
    [
      'two filters of one id',
      {
        evaluators: traced,
        queryFilters: { filters: [...oneFilter.filters, ...oneFilter.filters], expression: 'A' },
      },
      /must have unique ids/,
    ],
    [
      'a filter that is not declared',
      { evaluators: traced, queryFilters: { filters: [{ id: 'B', filter: 'y' }] } },
      /filter A/,
    ],
    [
      'a filter id beyond E',
      { evaluators: traced, queryFilters: { filters: [{ id: 'F', filter: 'y' }] } },
      /A, B, C, D or E/,
    ],
  ])('of a project is refused with %s', async (_title, change, problem) => {
    const request = { ...onProject, ...change };
    expect((await problemsOf((client) => client.createEvaluationTask(request))).join('\n')).toMatch(problem);
  });

  test.each<[string, object, RegExp]>([
    ['without experiments', { experimentIds: [] }, /at least one experiment/],
    ['with a share', { samplingRate: 0.5 }, /samplingRate is for project tasks/],
    ['that is continuous', { isContinuous: true }, /isContinuous is for project tasks/],
    ['by name without a space', { dataset: 'golden' }, /dataset "golden" is a name.*--space/],
  ])('of a dataset is refused %s', async (_title, change, problem) => {
    const request = { ...onDataset, ...change };
    expect((await problemsOf((client) => client.createEvaluationTask(request))).join('\n')).toMatch(problem);
  });

  test('all problems come at once', async () => {
    const request = { ...onProject, name: '', dataset: 'golden', samplingRate: 2, experimentIds: ['..'] };
    expect(await problemsOf((client) => client.createEvaluationTask(request))).toHaveLength(5);
  });

  test.each([null, 'text', [], 7])('a request that is %j is refused, not stumbled over', async (request) => {
    const wrong = request as unknown as CreateEvaluationTaskRequest;
    expect((await problemsOf((client) => client.createEvaluationTask(wrong))).length).toBeGreaterThan(0);
  });

  test('a name and an ID that are one evaluator are found out before anything is sent', async () => {
    const { client, server } = await answering(wirePage('evaluators', [{ id: EVALUATOR, name: 'rel' }]));
    const request = {
      ...onProject,
      space: SPACE,
      evaluators: [{ evaluatorId: 'rel' }, { evaluatorId: EVALUATOR }],
    };
    expect(await rejection(client.createEvaluationTask(request))).toMatchObject({
      name: 'InvalidInputError',
    });
    expect(server.received.filter(({ method }) => method === 'POST')).toEqual([]);
  });
});

describe('a run-experiment task', () => {
  const llm = {
    experiment_type: 'llm_generation',
    ai_integration_id: INTEGRATION,
    messages: [
      { role: 'user', content: 'Say {x}', tool_calls: [{ type: 'function', function: { name: 'f' } }] },
    ],
    input_variable_format: 'f_string',
    invocation_parameters: { temperature: 0 },
  };
  const template = {
    experiment_type: 'TEMPLATE_EVALUATION',
    ai_integration_id: INTEGRATION,
    template: 'Is {{x}} right?',
    provide_explanation: false,
    classification_choices: { yes: 1, no: 0 },
    column_mapping: { x: 'output' },
  };
  const agent = {
    experiment_type: 'AGENT_CALL',
    integration_id: INTEGRATION,
    input_template: { q: '{{question}}' },
  };
  const request = (runConfiguration: object): CreateRunExperimentTaskRequest => ({
    name: 'n',
    dataset: DATASET,
    runConfiguration: runConfiguration as CreateRunExperimentTaskRequest['runConfiguration'],
  });

  test.each([template, agent])(
    'carries the configuration $experiment_type as given',
    async (configuration) => {
      expect(await bodyOf((client) => client.createRunExperimentTask(request(configuration)))).toEqual({
        name: 'n',
        type: 'RUN_EXPERIMENT',
        dataset_id: DATASET,
        run_configuration: configuration,
      });
    },
  );

  test('has its enum values in the casing of the server', async () => {
    const create = (client: AxClient) => client.createRunExperimentTask(request(llm));
    expect(await bodyOf(create)).toMatchObject({
      run_configuration: {
        experiment_type: 'LLM_GENERATION',
        input_variable_format: 'F_STRING',
        messages: [
          { role: 'USER', content: 'Say {x}', tool_calls: [{ type: 'FUNCTION', function: { name: 'f' } }] },
        ],
      },
    });
    expect(await bodyOf(create, { wireCase: 'legacy' })).toMatchObject({
      type: 'run_experiment',
      run_configuration: {
        experiment_type: 'llm_generation',
        input_variable_format: 'f_string',
        messages: [{ role: 'user', tool_calls: [{ type: 'function' }] }],
      },
    });
  });

  test('has the names of its integrations turned into IDs', async () => {
    const { client, server } = await answering(({ method, url }) => {
      if (method === 'POST') return { status: 201, json: experimentTask() };
      const key = url.startsWith('/v2/ai-integrations') ? 'ai_integrations' : 'integrations';
      return wirePage(key, [{ id: INTEGRATION, name: 'mine' }]);
    });
    const named = without(llm, 'ai_integration_id');
    await client.createRunExperimentTask({ ...request({ ...named, ai_integration: 'mine' }), space: SPACE });
    await client.createRunExperimentTask({ ...request({ ...named, aiIntegration: 'mine' }), space: SPACE });
    const call = without(agent, 'integration_id');
    await client.createRunExperimentTask(request({ ...call, integration: 'mine' }));
    const bodies = server.received
      .filter(({ method }) => method === 'POST')
      .map(({ body }) => JSON.parse(body) as object);
    expect(bodies).toMatchObject([
      { run_configuration: { ai_integration_id: INTEGRATION } },
      { run_configuration: { ai_integration_id: INTEGRATION } },
      { run_configuration: { integration_id: INTEGRATION } },
    ]);
    expect(JSON.stringify(bodies)).not.toContain('"mine"');
  });

  test.each<[string, object, RegExp]>([
    ['no type', { experiment_type: undefined }, /experiment_type must be one of/],
    ['no messages', { messages: [] }, /messages must have at least one/],
    ['a role nobody has', { messages: [{ role: 'boss' }] }, /messages\.0\.role must be one of USER/],
    ['no format', { input_variable_format: undefined }, /input_variable_format is missing/],
    ['a member of another type', { template: 'x' }, /unknown field: "template"/],
    [
      'no integration',
      { ai_integration_id: undefined },
      /exactly one of ai_integration_id and ai_integration/,
    ],
    [
      'two integrations',
      { ai_integration: INTEGRATION },
      /exactly one of ai_integration_id and ai_integration/,
    ],
    [
      'an integration by name without a space',
      { ai_integration_id: undefined, ai_integration: 'x' },
      /--space/,
    ],
  ])('is refused with %s', async (_title, change, problem) => {
    const found = await problemsOf((client) =>
      client.createRunExperimentTask(request({ ...llm, ...change })),
    );
    expect(found.join('\n')).toMatch(problem);
  });

  test.each<[object, RegExp]>([
    [{ ...template, template: '' }, /template must not be empty/],
    [{ ...template, provide_explanation: 'yes' }, /provide_explanation must be true or false/],
    [
      { ...template, column_mappings: {} },
      /unknown field: "column_mappings"; did you mean "column_mapping"\?/,
    ],
    [{ ...agent, input_template: [] }, /input_template must be an object/],
    [{ ...agent, integration_id: undefined }, /exactly one of integration_id and integration/],
  ])('is refused: %j', async (configuration, problem) => {
    const found = await problemsOf((client) => client.createRunExperimentTask(request(configuration)));
    expect(found.join('\n')).toMatch(problem);
  });

  test.each<[string, object, RegExp | null]>([
    ['braces that fit', llm, null],
    [
      'double braces with F_STRING',
      { ...llm, messages: [{ role: 'user', content: 'Say {{x}}' }] },
      /F_STRING.*MUSTACHE/,
    ],
    ['single braces with MUSTACHE', { ...llm, input_variable_format: 'MUSTACHE' }, /MUSTACHE.*F_STRING/],
    ['NONE', { ...llm, input_variable_format: 'NONE' }, /deprecated/],
    ['an unknown type', { experiment_type: 'TELEPATHY', strength: 3 }, /TELEPATHY.*sent unchanged/],
  ])('warns of %s and is sent', async (_title, configuration, warning) => {
    const warnings: string[] = [];
    await bodyOf((client) => client.createRunExperimentTask(request(configuration)), {
      onWarning: (text: string) => warnings.push(text),
    });
    if (warning === null) expect(warnings).toEqual([]);
    else expect(warnings.join('\n')).toMatch(warning);
  });

  test('that is too large or too deep is refused, not stumbled over', async () => {
    const deep: Record<string, unknown> = {};
    let at = deep;
    for (let level = 0; level < 300; level += 1) at = at['a'] = {};
    const large = { ...agent, input_template: { q: 'x'.repeat(2 * 1024 * 1024) } };
    for (const [configuration, problem] of [
      [{ ...agent, input_template: deep }, /nested deeper/],
      [large, /larger than/],
    ] as const) {
      expect(
        (await problemsOf((client) => client.createRunExperimentTask(request(configuration))))[0],
      ).toMatch(problem);
    }
  });
});
