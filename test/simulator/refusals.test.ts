import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pastWindow, startRig, textOf, type Rig } from './rig.js';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig.simulator.close());

const unknownTask = encodeURIComponent(Buffer.from('OnlineTask:999999:zzzz').toString('base64'));

describe('problems', () => {
  test.each([
    ['no key', 'GET', '/v2/tasks', { authorization: '' }, 401, 'authentication-required'],
    [
      'a key without Bearer',
      'GET',
      '/v2/tasks',
      { authorization: 'ak-simulator' },
      401,
      'authentication-required',
    ],
    ['a wrong key', 'GET', '/v2/tasks', { authorization: 'Bearer nope' }, 401, 'authentication-required'],
    ['an unknown id', 'GET', `/v2/tasks/${unknownTask}`, {}, 404, 'resource-not-found'],
    ['an id that is none', 'GET', '/v2/tasks/nope', {}, 400, 'invalid-request'],
    ['a path that climbs', 'GET', '/v2/tasks/%2e%2e%2fspaces', {}, 400, 'invalid-request'],
    ['an unknown path', 'GET', '/v2/nothing', {}, 404, 'resource-not-found'],
    ['a method of nobody', 'DELETE', '/v2/tasks', {}, 405, 'method-not-allowed'],
    ['a limit of 0', 'GET', '/v2/tasks?limit=0', {}, 400, 'invalid-request'],
    ['a limit of words', 'GET', '/v2/tasks?limit=ten', {}, 400, 'invalid-request'],
    ['a garbage cursor', 'GET', '/v2/tasks?cursor=garbage', {}, 400, 'invalid-request'],
    ['a name of 256 characters', 'GET', `/v2/tasks?name=${'x'.repeat(256)}`, {}, 400, 'invalid-request'],
    ['a space of nobody', 'GET', '/v2/tasks?space_name=nowhere', {}, 404, 'resource-not-found'],
    ['a type of nobody', 'GET', '/v2/tasks?type=OTHER', {}, 400, 'invalid-request'],
  ])('%s', async (_case, method, path, headers, status, type) => {
    const reply = await rig.call(method, path, undefined, headers);
    expect(reply.status).toBe(status);
    expect(reply.headers.get('content-type')).toBe('application/problem+json');
    expect(reply.body).toMatchObject({ status, instance: path.split('?')[0] });
    expect(reply.body['type']).toMatch(new RegExp(`#${type}$`));
    for (const member of ['title', 'detail', 'request_id'])
      expect(reply.body[member]).toEqual(expect.any(String));
  });

  test('a key that may only read gets 403 for every write', async () => {
    const headers = { authorization: `Bearer ${rig.simulator.readOnlyApiKey}` };
    const path = await rig.taskPath('fresh-relevance');
    for (const [method, target] of [
      ['DELETE', path],
      ['PATCH', path],
      ['POST', `${path}/trigger`],
      ['POST', '/v2/tasks'],
    ] as const) {
      const reply = await rig.call(method, target, method === 'DELETE' ? undefined : {}, headers);
      expect([method, reply.status]).toEqual([method, 403]);
    }
    expect((await rig.call('GET', path, undefined, headers)).status).toBe(200);
  });

  test('the second key writes as another user', async () => {
    const headers = { authorization: `Bearer ${rig.simulator.secondApiKey}` };
    const target = `${await rig.taskPath('generate-answers')}/trigger`;
    const creators = [
      await rig.call('POST', target, { experiment_name: 'by-the-second' }, headers),
      await rig.call('POST', target, { experiment_name: 'by-the-first' }),
    ].map(({ body }) => body['created_by_user_id']);
    expect(creators).toEqual([expect.any(String), expect.any(String)]);
    expect(creators[0]).not.toBe(creators[1]);
  });

  test('a body that is no JSON is refused', async () => {
    expect((await rig.call('POST', '/v2/tasks', '{"name":')).status).toBe(400);
  });
});

describe('triggers', () => {
  test.each([
    ['a date without a time', 'fresh-relevance', { data_start_time: '2026-11-01' }, 400],
    [
      'a reversed window',
      'fresh-relevance',
      { data_start_time: '2026-11-02T00:00:00Z', data_end_time: '2026-11-01T00:00:00Z' },
      400,
    ],
    [
      '31 days',
      'fresh-relevance',
      { data_start_time: '2026-01-01T00:00:00Z', data_end_time: '2026-02-01T00:00:00Z' },
      400,
    ],
    ['max_spans of 0', 'fresh-relevance', { ...pastWindow(1), max_spans: 0 }, 400],
    ['max_spans as text', 'fresh-relevance', { ...pastWindow(1), max_spans: '5' }, 400],
    [
      'experiments on a project task',
      'fresh-relevance',
      { ...pastWindow(1), experiment_ids: ['RXhwZXJpbWVudDox'] },
      400,
    ],
    ['a field of the other type', 'fresh-relevance', { ...pastWindow(1), experiment_name: 'x' }, 400],
    ['no experiment name', 'generate-answers', {}, 400],
    ['an empty experiment name', 'generate-answers', { experiment_name: '' }, 400],
    ['a quote in the experiment name', 'generate-answers', { experiment_name: 'a"b' }, 400],
    ['a backslash in the experiment name', 'generate-answers', { experiment_name: 'a\\b' }, 400],
    ['a long experiment name', 'generate-answers', { experiment_name: 'x'.repeat(256) }, 400],
    ['a window for an experiment', 'generate-answers', { experiment_name: 'x', ...pastWindow(1) }, 400],
    [
      'ids and a number of examples',
      'generate-answers',
      { experiment_name: 'x', example_ids: ['RGF0YXNldEV4YW1wbGU6MQ=='], max_examples: 1 },
      400,
    ],
    [
      'an example of nobody',
      'generate-answers',
      { experiment_name: 'x', example_ids: ['RGF0YXNldEV4YW1wbGU6MQ=='] },
      422,
    ],
    [
      'metadata that is no text',
      'generate-answers',
      { experiment_name: 'x', tracing_metadata: { a: 1 } },
      400,
    ],
    ['a taken experiment name', 'generate-answers', { experiment_name: 'baseline-v1' }, 409],
    ['a filter that is none', 'generate-answers', { experiment_name: 'x', query_filter: 'a =' }, 400],
    [
      'a version of nobody',
      'generate-answers',
      { experiment_name: 'x', dataset_version_id: 'RGF0YXNldFZlcnNpb246OTk5OTk5' },
      404,
    ],
  ])('%s → refused', async (_case, task, body, status) => {
    const before = rig.simulator.journal().runs.length;
    expect((await rig.trigger(task, body)).status).toBe(status);
    expect(rig.simulator.journal().runs).toHaveLength(before);
  });

  test('an evaluation task on a project cannot follow an experiment', async () => {
    const evaluation_task_ids = [await rig.idOf('tasks', 'fresh-relevance')];
    expect(
      (await rig.trigger('generate-answers', { experiment_name: 'x', evaluation_task_ids })).status,
    ).toBe(422);
  });

  test('a window on a dataset task is passed over', async () => {
    const { status, body } = await rig.trigger('score-experiments', pastWindow(1));
    expect([status, body['data_start_time']]).toEqual([201, null]);
  });
});

describe('creating and updating', () => {
  async function parts(): Promise<Record<string, string>> {
    return {
      dataset_id: await rig.idOf('datasets', 'support-questions'),
      project_id: await rig.idOf('projects', 'support-bot'),
      llm: await rig.idOf('ai-integrations', 'openai-main'),
      agent: await rig.idOf('integrations', 'support-agent'),
      completion: await rig.idOf('evaluators', 'task-completion'),
      relevance: await rig.idOf('evaluators', 'relevance'),
    };
  }

  const toolFunction = { name: 'look_up', arguments: '{}' };

  test.each([
    ['an unknown member of the configuration', { extra: 1 }, 400],
    ['an agent where a model belongs', { ai_integration_id: 'AGENT' }, 422],
    ['no messages', { messages: [] }, 400],
    ['a lower-case role', { messages: [{ role: 'user', content: 'x' }] }, 400],
    [
      'a tool call of another type',
      { messages: [{ role: 'ASSISTANT', tool_calls: [{ type: 'function', function: toolFunction }] }] },
      400,
    ],
    [
      'a tool call without a function',
      { messages: [{ role: 'ASSISTANT', tool_calls: [{ type: 'FUNCTION' }] }] },
      400,
    ],
    ['a lower-case response format', { invocation_parameters: { response_format: { type: 'text' } } }, 400],
    ['a top_k that is no whole number', { invocation_parameters: { top_k: 0.5 } }, 400],
    ['tools that are no objects', { tool_config: { tools: ['search'] } }, 400],
    ['no input variable format', { input_variable_format: undefined }, 400],
    ['an unknown configuration', { experiment_type: 'OTHER' }, 400],
  ])('%s → refused', async (_case, members, status) => {
    const { dataset_id, llm, agent } = await parts();
    const configuration = {
      experiment_type: 'LLM_GENERATION',
      ai_integration_id: llm,
      messages: [{ role: 'USER', content: 'x' }],
      input_variable_format: 'F_STRING',
      ...members,
    };
    if (configuration.ai_integration_id === 'AGENT') configuration.ai_integration_id = agent;
    const body = { name: 'wrong', type: 'RUN_EXPERIMENT', dataset_id, run_configuration: configuration };
    expect((await rig.call('POST', '/v2/tasks', body)).status).toBe(status);
  });

  test.each([
    ['system-managed members', { id: 'x' }],
    ['evaluation fields', { evaluators: [] }],
    ['a project', { project_id: 'TW9kZWw6MQ==' }],
  ])('a run-experiment task with %s is refused', async (_case, members) => {
    const { dataset_id } = await parts();
    const body = { name: 'wrong', type: 'RUN_EXPERIMENT', dataset_id, run_configuration: {}, ...members };
    expect((await rig.call('POST', '/v2/tasks', body)).status).toBe(400);
  });

  const mapping = { variable_name: 'input', query_ids: ['A'], attribute_path: 'attributes.input.value' };
  const filterA = { id: 'A', filter: "span_kind = 'LLM'" };

  test('the trace shape is accepted, its lone filter being its expression', async () => {
    const { project_id, completion } = await parts();
    const { status, body } = await rig.call('POST', '/v2/tasks', {
      name: 'traces',
      type: 'TEMPLATE_EVALUATION',
      project_id,
      query_filters: { filters: [filterA] },
      evaluators: [{ evaluator_id: completion, query_mappings: [mapping] }],
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({ query_filter: null, query_filters: { expression: 'A' } });
    expect(body['evaluators']?.[0]).toMatchObject({ column_mappings: null, query_filter: null });
    const path = `/v2/tasks/${encodeURIComponent(textOf(body['id']))}`;
    const cleared = await rig.call('PATCH', path, { query_filters: null });
    expect([cleared.status, cleared.body['query_filters']]).toEqual([200, null]);
  });

  test.each([
    ['both filters', { query_filter: 'a = 1', query_filters: { filters: [filterA] } }, {}, 400],
    [
      'two filters without an expression',
      { query_filters: { filters: [filterA, { id: 'B', filter: 'x = 1' }] } },
      {},
      400,
    ],
    [
      'an expression over an unknown filter',
      { query_filters: { filters: [filterA], expression: 'A AND C' } },
      {},
      400,
    ],
    ['an expression that is none', { query_filters: { filters: [filterA], expression: 'A A' } }, {}, 400],
    [
      'the same filter id twice',
      { query_filters: { filters: [filterA, filterA], expression: 'A' } },
      {},
      400,
    ],
    ['an undeclared query id', {}, {}, 400],
    ['mixed mappings', { query_filters: { filters: [filterA] } }, { column_mappings: { a: 'b' } }, 400],
  ])('%s → refused', async (_case, members, attachment, status) => {
    const { project_id, completion } = await parts();
    const { status: answered } = await rig.call('POST', '/v2/tasks', {
      name: 'wrong',
      type: 'TEMPLATE_EVALUATION',
      project_id,
      ...members,
      evaluators: [{ evaluator_id: completion, query_mappings: [mapping], ...attachment }],
    });
    expect(answered).toBe(status);
  });

  test('a span evaluator in the trace shape is refused with 422', async () => {
    const { project_id, relevance } = await parts();
    const { status } = await rig.call('POST', '/v2/tasks', {
      name: 'wrong',
      type: 'TEMPLATE_EVALUATION',
      project_id,
      query_filters: { filters: [filterA] },
      evaluators: [{ evaluator_id: relevance, query_mappings: [mapping] }],
    });
    expect(status).toBe(422);
  });

  test.each([
    ['an empty body', 'fresh-relevance', {}],
    ['a type', 'fresh-relevance', { type: 'CODE_EVALUATION' }],
    ['a run configuration', 'fresh-relevance', { run_configuration: {} }],
    ['evaluators on an experiment', 'generate-answers', { evaluators: [] }],
    ['no evaluators', 'fresh-relevance', { evaluators: [] }],
    ['an empty name', 'fresh-relevance', { name: '' }],
    ['a sampling rate on a dataset', 'score-experiments', { sampling_rate: 0.5 }],
  ])('an update with %s is refused', async (_case, task, body) => {
    expect((await rig.call('PATCH', await rig.taskPath(task), body)).status).toBe(400);
  });

  test('a run configuration is replaced whole', async () => {
    const { llm } = await parts();
    const run_configuration = {
      experiment_type: 'TEMPLATE_EVALUATION',
      ai_integration_id: llm,
      template: 't',
      provide_explanation: false,
    };
    const { body } = await rig.call('PATCH', await rig.taskPath('generate-answers'), { run_configuration });
    expect(body['run_configuration']).not.toHaveProperty('messages');
    expect(body['run_configuration']).toMatchObject({ template: 't', model_name: 'gpt-4o' });
  });
});

describe('experiments', () => {
  test('are created on a dataset or standalone, appended to, annotated and searched', async () => {
    const space_id = await rig.idOf('spaces', 'research');
    const created = await rig.call('POST', '/v2/experiments', {
      name: 'mine',
      space_id,
      experiment_runs: [{ output: 'one', 'eval.tone.score': 0.5 }],
    });
    expect([created.status, created.body['dataset_id']]).toEqual([201, null]);
    const path = `/v2/experiments/${encodeURIComponent(textOf(created.body['id']))}`;
    const appended = await rig.call('POST', `${path}/runs`, { experiment_runs: [{ output: 'two' }] });
    expect(appended.body['run_ids']).toHaveLength(1);
    const annotated = await rig.call('POST', `${path}/runs/annotate`, {
      annotations: [{ record_id: appended.body['run_ids']?.[0], values: [{ name: 'human', label: 'good' }] }],
    });
    expect(annotated.status).toBe(202);
    const found = await rig.call('POST', `${path}/runs/search`, { filter: 'eval.tone.score >= 0.5' });
    expect(found.body['experiment_runs']).toHaveLength(1);
    const good = await rig.call('POST', `${path}/runs/search`, { filter: "annotation.human.label = 'good'" });
    expect(good.body['experiment_runs']).toMatchObject([{ output: 'two' }]);
    expect((await rig.call('POST', `${path}/runs/search`, { filter: ' ' })).status).toBe(400);
    const again = { name: 'mine', space_id, experiment_runs: [{ output: 'x' }] };
    expect((await rig.call('POST', '/v2/experiments', again)).status).toBe(409);
  });

  test('a dataset and a space at once are refused', async () => {
    const query = `dataset_id=${encodeURIComponent(await rig.idOf('datasets', 'golden-answers'))}`;
    const space = `space_id=${encodeURIComponent(await rig.idOf('spaces', 'research'))}`;
    expect((await rig.call('GET', `/v2/experiments?${query}&${space}`)).status).toBe(400);
  });
});
