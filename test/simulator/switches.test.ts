import { afterEach, describe, expect, test } from 'vitest';
import type { SimulatorOptions } from '../../src/simulator/index.js';
import { startSimulator } from '../../src/simulator/index.js';
import { pastWindow, runPath, startRig, type Reply, type Rig } from './rig.js';

let rig: Rig | undefined;
afterEach(async () => {
  await rig?.simulator.close();
  rig = undefined;
});

async function rigWith(options: SimulatorOptions): Promise<Rig> {
  rig = await startRig({ advance: { by: 'looks', looks: 1 }, ...options });
  return rig;
}

async function createExampleTask({ call, idOf }: Rig): Promise<Reply> {
  return call('POST', '/v2/tasks', {
    name: 'score examples',
    type: 'TEMPLATE_EVALUATION',
    dataset_id: await idOf('datasets', 'support-questions'),
    evaluators: [{ evaluator_id: await idOf('evaluators', 'relevance') }],
  });
}

const future = { data_start_time: '2999-01-01T00:00:00Z', data_end_time: '2999-01-02T00:00:00Z' };

describe('switches', () => {
  test.each([
    ['completed', 'COMPLETED'],
    ['cancelled', 'CANCELLED'],
  ] as const)('an empty window can end %s', async (emptyWindow, status) => {
    const { trigger, call } = await rigWith({ emptyWindow });
    const { body } = await trigger('fresh-relevance', future);
    const { body: run } = await call('GET', runPath(body['id']));
    expect(run).toMatchObject({ status, num_successes: 0, num_errors: 0, num_skipped: 0 });
  });

  test('an empty window can be refused', async () => {
    const { trigger, simulator } = await rigWith({ emptyWindow: 'refused' });
    const { status, body } = await trigger('fresh-relevance', future);
    expect([status, body['detail']]).toEqual([400, 'No data found']);
    expect(simulator.journal().runs).toEqual([]);
  });

  test('both ends of a window can be required', async () => {
    const { trigger } = await rigWith({ requireBothEnds: true });
    const { data_start_time } = pastWindow(1);
    expect((await trigger('fresh-relevance', { data_start_time })).status).toBe(400);
    expect((await trigger('fresh-relevance', pastWindow(1))).status).toBe(201);
  });

  test.each([
    ['utc', 201, '2026-01-01T00:00:00.000Z'],
    ['refused', 400, undefined],
  ] as const)('a time without a zone: %s', async (naiveTimes, status, start) => {
    const { trigger } = await rigWith({ naiveTimes });
    const window = { data_start_time: '2026-01-01T00:00:00', data_end_time: '2026-01-02T00:00:00.5' };
    const reply = await trigger('fresh-relevance', window);
    expect([reply.status, reply.body['data_start_time']]).toEqual([status, start]);
  });

  test.each([400, 422] as const)('a time without a zone can be refused with %i', async (naiveTimeStatus) => {
    const { trigger, call, idOf } = await rigWith({ naiveTimes: 'refused', naiveTimeStatus });
    const window = { data_start_time: '2026-01-01T00:00:00', data_end_time: '2026-01-02T00:00:00Z' };
    const search = { project_id: await idOf('projects', 'support-bot'), end_time: '2026-01-01T00:00:00' };
    expect((await trigger('fresh-relevance', window)).status).toBe(naiveTimeStatus);
    expect((await call('POST', '/v2/spans', search)).status).toBe(naiveTimeStatus);
  });

  test('a dataset task without experiments is refused unless experiments are optional', async () => {
    const strict = await rigWith({});
    expect((await createExampleTask(strict)).status).toBe(400);
    await strict.simulator.close();
    expect((await createExampleTask(await rigWith({ experimentsOptional: true }))).status).toBe(201);
  });

  test('a run without experiments scores the latest examples once, and again when told to', async () => {
    const optional = await rigWith({ experimentsOptional: true });
    await createExampleTask(optional);
    const ends = [];
    for (const body of [{}, {}, { override_evaluations: true }]) {
      const { body: run } = await optional.trigger('score examples', body);
      const { status, num_successes } = (await optional.call('GET', runPath(run['id']))).body;
      ends.push([status, num_successes]);
    }
    expect(ends).toEqual([
      ['COMPLETED', 24],
      ['CANCELLED', 0],
      ['COMPLETED', 24],
    ]);
    const dataset = encodeURIComponent(await optional.idOf('datasets', 'support-questions'));
    const { body } = await optional.call('GET', `/v2/datasets/${dataset}/examples?limit=500`);
    expect(body['examples']?.[23]).toMatchObject({ 'eval.relevance.score': expect.any(Number) as number });
  });

  test.each([400, 409, 422] as const)('a taken name can be a %d', async (duplicateNameStatus) => {
    const { call, taskPath } = await rigWith({ duplicateNameStatus });
    const renamed = await call('PATCH', await taskPath('json-check'), { name: 'fresh-relevance' });
    expect(renamed.status).toBe(duplicateNameStatus);
  });

  test('a competing run can be a conflict', async () => {
    const { trigger } = await rigWith({ refuseConcurrentRuns: true });
    expect((await trigger('fresh-relevance', pastWindow(1))).status).toBe(201);
    expect((await trigger('fresh-relevance', pastWindow(2))).status).toBe(409);
  });

  test('spans younger than the index lag are not seen', async () => {
    const lagging = await rigWith({ indexLagMs: 10 * 3_600_000 });
    const { body } = await lagging.trigger('fresh-relevance', pastWindow(5, 1));
    expect((await lagging.call('GET', runPath(body['id']))).body).toMatchObject({ num_successes: 0 });
    await lagging.simulator.close();
    const prompt = await rigWith({ indexLagMs: 0 });
    const { body: seen } = await prompt.trigger('fresh-relevance', pastWindow(5, 1));
    const { body: run } = await prompt.call('GET', runPath(seen['id']));
    expect(Number(run['num_successes'])).toBeGreaterThan(0);
  });

  test('today lower-case values are refused, and in the legacy wire case they are the rule', async () => {
    const today = await rigWith({});
    expect((await today.call('GET', '/v2/tasks?type=run_experiment')).status).toBe(400);
    await today.simulator.close();
    const legacy = await rigWith({ wireCase: 'legacy' });
    const { body } = await legacy.call('GET', '/v2/tasks?type=run_experiment&name=generate');
    expect(body['tasks']?.[0]).toMatchObject({
      type: 'run_experiment',
      run_configuration: { experiment_type: 'llm_generation', input_variable_format: 'f_string' },
    });
    const created = await legacy.call('POST', '/v2/tasks', {
      name: 'old style',
      type: 'run_experiment',
      dataset_id: await legacy.idOf('datasets', 'support-questions'),
      run_configuration: {
        experiment_type: 'llm_generation',
        ai_integration_id: await legacy.idOf('ai-integrations', 'openai-main'),
        messages: [
          { role: 'user', content: 'hi' },
          { role: 'assistant', tool_calls: [{ type: 'function', function: { name: 'f', arguments: '{}' } }] },
        ],
        invocation_parameters: { response_format: { type: 'json_object' } },
        input_variable_format: 'none',
      },
    });
    expect([created.status, created.body['type']]).toEqual([201, 'run_experiment']);
    expect(created.body['run_configuration']).toMatchObject({
      messages: [{ role: 'user' }, { role: 'assistant', tool_calls: [{ type: 'function' }] }],
      invocation_parameters: { response_format: { type: 'json_object' } },
    });
  });

  test('beyond the rate limit comes 429 with whole seconds to wait, which then suffice', async () => {
    let nowMs = Date.UTC(2026, 0, 1);
    const { call } = await rigWith({ requestsPerMinute: 2, now: () => nowMs });
    await call('GET', '/v2/spaces');
    nowMs += 10_500;
    await call('GET', '/v2/spaces');
    const refused = await call('GET', '/v2/spaces');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '50']);
    nowMs += 50_000;
    expect((await call('GET', '/v2/spaces')).status).toBe(200);
  });

  test.each([
    { port: -1 },
    { runSeconds: Number.NaN },
    { apiKey: '' },
    { advance: { by: 'looks', looks: 0 } },
  ] as const)('%j is refused', async (options) => {
    await expect(startSimulator(options)).rejects.toThrow(RangeError);
  });
});
