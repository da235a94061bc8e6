import { describe, expect, test } from 'vitest';
import type { AxClient, InvalidInputError } from '../../src/ax/index.js';
import type { TriggerFields } from '../../src/model/api/requests.js';
import {
  answering,
  clientOf,
  DATASET,
  datasetTask,
  EXPERIMENT,
  experimentTask,
  idOf,
  PROJECT,
  rejection,
  RUN,
  SPACE,
  TASK,
  unreached,
  wirePage,
  wireRun,
  wireTask,
} from './support.js';

const START = '2026-11-01T00:00:00.000Z';
const END = '2026-11-02T00:00:00.000Z';
const window = { dataStartTime: START, dataEndTime: END };

const echoOf = (task: object, body: string): object => {
  const sent = JSON.parse(body) as object;
  return { ...('id' in task ? { task_id: task.id } : {}), ...sent };
};

/** A service with one task; triggers start a run. */
const withTask = (task: object) =>
  answering(({ method, url, body }) => {
    if (method === 'POST') return { status: 201, json: wireRun(echoOf(task, body)) };
    return url.startsWith('/v2/tasks?') ? wirePage('tasks', [task]) : { json: task };
  });

describe('triggerRun', () => {
  test.each<[string, object, TriggerFields, object]>([
    ['of a project task', wireTask(), window, { data_start_time: START, data_end_time: END }],
    [
      'has its times in UTC',
      wireTask(),
      { dataStartTime: '2026-11-01T02:00+02:00', dataEndTime: '2026-11-02T00:00:00.000000Z' },
      { data_start_time: START, data_end_time: END },
    ],
    [
      'has every field of evaluation tasks',
      wireTask(),
      { ...window, maxSpans: 1, overrideEvaluations: false },
      { data_start_time: START, data_end_time: END, max_spans: 1, override_evaluations: false },
    ],
    [
      'starts where the last run was',
      wireTask({ last_run_at: START }),
      { dataEndTime: END },
      { data_start_time: START, data_end_time: END },
    ],
    ['of a dataset task has no window', datasetTask(), {}, {}],
    ['of a dataset task', datasetTask(), { experimentIds: [EXPERIMENT] }, { experiment_ids: [EXPERIMENT] }],
    [
      'has every field of run-experiment tasks',
      experimentTask(),
      {
        experimentName: 'e',
        queryFilter: 'f',
        datasetVersionId: 'id:v1',
        exampleIds: ['ex-1'],
        tracingMetadata: { text: 'a', number: 1, no: false },
        evaluationTaskIds: [TASK],
      },
      {
        experiment_name: 'e',
        query_filter: 'f',
        dataset_version_id: 'v1',
        example_ids: ['ex-1'],
        tracing_metadata: { text: 'a', number: '1', no: 'false' },
        evaluation_task_ids: [TASK],
      },
    ],
    [
      'with a bound of examples',
      experimentTask(),
      { experimentName: 'e', maxExamples: 2 },
      { experiment_name: 'e', max_examples: 2 },
    ],
  ])('%s', async (_title, task, fields, body) => {
    const { client, server } = await withTask(task);
    expect(await client.triggerRun({ task: TASK, ...fields })).toMatchObject({ id: RUN, status: 'PENDING' });
    expect(server.received.map(({ method }) => method)).toEqual(['GET', 'POST']);
    expect(server.received[1]?.url).toBe(`/v2/tasks/${encodeURIComponent(TASK)}/trigger`);
    expect(JSON.parse(server.received[1]?.body ?? '')).toEqual(body);
  });

  test('without an end ends now', async () => {
    const { client, server } = await withTask(wireTask());
    const recently = new Date(Date.now() - 60_000).toISOString();
    const before = Date.now();
    await client.triggerRun({ task: TASK, dataStartTime: recently });
    const { data_end_time: end } = JSON.parse(server.received[1]?.body ?? '') as { data_end_time: string };
    expect(Date.parse(end)).toBeGreaterThanOrEqual(before);
    expect(Date.parse(end)).toBeLessThanOrEqual(Date.now());
  });

  test('warns of a window that ends in the future', async () => {
    const { server } = await withTask(wireTask());
    const warnings: string[] = [];
    const client = clientOf(server.baseUrl, { onWarning: (text) => warnings.push(text) });
    await client.triggerRun({
      task: TASK,
      dataStartTime: new Date(),
      dataEndTime: new Date(Date.now() + 60_000),
    });
    expect(warnings).toContainEqual(expect.stringContaining('The window ends in the future'));
  });

  test('finds evaluation tasks by name', async () => {
    const other = idOf('OnlineTask', 46);
    const { client, server } = await answering(({ method, url }) => {
      if (method === 'POST') return { status: 201, json: wireRun() };
      const byName = new URL(url, 'http://h').searchParams.get('name');
      return byName === null
        ? { json: experimentTask() }
        : wirePage('tasks', [wireTask({ id: other, name: byName })]);
    });
    await client.triggerRun({
      task: TASK,
      space: SPACE,
      experimentName: 'e',
      evaluationTaskIds: ['judge', TASK],
    });
    expect(JSON.parse(server.received.at(-1)?.body ?? '')).toMatchObject({
      evaluation_task_ids: [other, TASK],
    });
  });

  test.each<[string, TriggerFields, RegExp]>([
    ['a start after the end', { dataStartTime: END, dataEndTime: START }, /must be before/],
    ['more than 30 days', { dataStartTime: '2026-09-01T00:00:00Z', dataEndTime: END }, /longer than 30 days/],
    [
      'a time without zone',
      { dataStartTime: '2026-11-01T00:00:00' },
      /dataStartTime must be a time with a time zone/,
    ],
    ['a day that is none', { dataEndTime: '2026-02-31T00:00:00Z' }, /dataEndTime must be a time/],
    [
      'a Date without a time',
      { dataStartTime: new Date('x') as never },
      /dataStartTime must be a time with a time zone, like 2026-11-01T00:00:00Z \(got "Invalid Date"\)/,
    ],
    ['no spans', { maxSpans: 0 }, /maxSpans must be a whole number of at least 1/],
    ['half a span', { maxSpans: 1.5 }, /maxSpans must be a whole number/],
    ['examples and a bound of them', { exampleIds: ['e'], maxExamples: 1 }, /mutually exclusive/],
    ['no examples', { exampleIds: [] }, /at least one example/],
    ['a quote in the experiment name', { experimentName: 'a"b' }, /must not contain " or/],
    ['a backslash in the experiment name', { experimentName: 'a\\b' }, /must not contain " or/],
    ['a long experiment name', { experimentName: 'x'.repeat(256) }, /at most 255/],
    [
      'metadata of lists',
      { tracingMetadata: { a: [] } as never },
      /tracingMetadata\.a must be a string, a number/,
    ],
    ['a hostile experiment', { experimentIds: ['../x'] }, /experimentIds\.0 must be an ID/],
    [
      'an evaluation task by name without space',
      { evaluationTaskIds: ['judge'] },
      /evaluationTaskIds.*--space/,
    ],
    ['an unknown field', { max_spans: 1 } as never, /unknown field: "max_spans"/],
  ])('%s is refused before any request', async (_title, fields, problem) => {
    const { client, server } = await unreached();
    const error = await rejection(client.triggerRun({ task: TASK, ...fields }));
    expect(error).toMatchObject({ name: 'InvalidInputError' });
    expect(error.message).toMatch(problem);
    expect(server.received).toEqual([]);
  });

  test.each<[string, object, TriggerFields, RegExp]>([
    ['a first run without a start', wireTask({ last_run_at: null }), {}, /first run needs a data start time/],
    [
      'a task last run long ago',
      wireTask({ last_run_at: '2026-01-01T00:00:00Z' }),
      {},
      /longer than 30 days/,
    ],
    ['no experiment name', experimentTask(), {}, /experimentName is needed/],
    [
      'a window of a run-experiment task',
      experimentTask(),
      { ...window, experimentName: 'e' },
      /dataStartTime is for evaluation tasks only; dataEndTime is for/,
    ],
    [
      'experiment fields of an evaluation task',
      wireTask(),
      { ...window, experimentName: 'e', maxExamples: 1 },
      /experimentName is for RUN_EXPERIMENT tasks only; maxExamples is/,
    ],
    [
      'a filter of an evaluation task',
      wireTask(),
      { ...window, queryFilter: 'x' },
      /queryFilter is for RUN_EXPERIMENT/,
    ],
    ['a window of a dataset task', datasetTask(), window, /dataset task takes no window/],
    [
      'experiments of a project task',
      wireTask(),
      { ...window, experimentIds: [EXPERIMENT] },
      /experimentIds are for dataset tasks/,
    ],
  ])(
    '%s is refused after a look at the task, and nothing is triggered',
    async (_title, task, fields, problem) => {
      const { client, server } = await withTask(task);
      const error = await rejection(client.triggerRun({ task: TASK, ...fields }));
      expect(error).toMatchObject({ name: 'InvalidInputError' });
      expect(error.message).toMatch(problem);
      expect(server.received.map(({ method }) => method)).toEqual(['GET']);
    },
  );
});

describe('postTrigger', () => {
  const project = { id: TASK, type: 'TEMPLATE_EVALUATION', projectId: PROJECT, datasetId: null };
  const experiments = { id: TASK, type: 'RUN_EXPERIMENT', projectId: null, datasetId: DATASET };

  test('is one POST and nothing else', async () => {
    const { client, server } = await withTask(wireTask());
    expect(await client.postTrigger(project, window)).toMatchObject({ id: RUN });
    expect(server.received.map(({ method }) => method)).toEqual(['POST']);
  });

  test.each([200, 201, 202])('takes a %i with a run', async (status) => {
    const { client } = await answering({ status, json: wireRun() });
    expect(await client.postTrigger(project, window)).toMatchObject({ id: RUN });
  });

  test('what prepareTrigger made can be posted', async () => {
    const { client, server } = await withTask(wireTask({ id: 'odd_id' }));
    const { task, fields } = await client.prepareTrigger({ task: 'nightly', space: SPACE, ...window });
    await client.postTrigger(task, fields);
    expect(server.received.map(({ method, url }) => `${method} ${url.split('?')[0]}`)).toEqual([
      'GET /v2/tasks',
      'POST /v2/tasks/odd_id/trigger',
    ]);
  });

  test.each<[string, typeof project, TriggerFields, RegExp]>([
    ['half a window', project, { dataStartTime: START }, /requires both dataStartTime and dataEndTime/],
    [
      'a name',
      experiments as never,
      { experimentName: 'e', evaluationTaskIds: ['judge'] },
      /"judge" is a name/,
    ],
    [
      'fields of another type',
      experiments as never,
      { experimentName: 'e', maxSpans: 1 },
      /maxSpans is for evaluation/,
    ],
  ])('%s is refused before the POST', async (_title, task, fields, problem) => {
    const { client, server } = await unreached();
    const error = await rejection(client.postTrigger(task, fields));
    expect((error as InvalidInputError).problems.join('; ')).toMatch(problem);
    expect(server.received).toEqual([]);
  });
});

describe('an answer that speaks of something else', () => {
  const project = { id: TASK, type: 'TEMPLATE_EVALUATION', projectId: PROJECT, datasetId: null };
  const other = idOf('TaskRun', 100);

  test.each<[string, object]>([
    ['another task', { task_id: idOf('OnlineTask', 46) }],
    ['another start', { data_start_time: '2026-10-31T00:00:00.000Z' }],
    ['another end', { data_end_time: '2026-11-03T00:00:00.000Z' }],
  ])('leaves the fate of a trigger open: %s', async (_title, members) => {
    const { client } = await answering({ status: 201, json: wireRun(members) });
    const error = await rejection(client.postTrigger(project, window));
    expect(error).toMatchObject({ name: 'AmbiguousError', status: 201 });
  });

  test.each<[string, (client: AxClient) => Promise<unknown>, object]>([
    ['a run', (client) => client.getRun({ runId: other }), wireRun()],
    ['a cancel', (client) => client.cancelRun({ runId: other }), wireRun()],
    ['a task', (client) => client.getTask({ task: idOf('OnlineTask', 46) }), wireTask()],
    ['a dataset', (client) => client.getDataset({ dataset: DATASET }), { id: 'other', name: 'd' }],
    [
      'an experiment',
      (client) => client.getExperiment({ experiment: EXPERIMENT }),
      { id: 'other', name: 'e' },
    ],
    [
      'runs of a task',
      (client) => client.listRuns({ task: idOf('OnlineTask', 46) }),
      { task_runs: [wireRun()], pagination: { has_more: false } },
    ],
  ])('is no answer to a request for %s', async (_title, ask, json) => {
    const { client } = await answering({ json });
    const error = await rejection(ask(client));
    expect(error).toMatchObject({ name: 'BrokenAnswerError' });
    expect(error.message).toContain('the response is about');
  });

  test('is not seen in a window that the service rounded to the second', async () => {
    const exact = { dataStartTime: '2026-11-01T00:00:00.250Z', dataEndTime: END };
    const { client } = await answering({ status: 201, json: wireRun() });
    expect(await client.postTrigger(project, exact)).toMatchObject({ id: RUN });
  });
});
