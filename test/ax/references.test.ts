import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AxClient } from '../../src/ax/index.js';
import {
  answering,
  DATASET,
  EXPERIMENT,
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
import { anyText } from '../support/any-text.js';

const HOSTILE = [
  '',
  '.',
  '..',
  '/',
  'a/b',
  '../spaces',
  '%2f',
  '%2e%2e',
  'a?b',
  'a#b',
  'a\\b',
  'a\r\nX-Evil: 1',
  'a\0b',
  '\ud800',
  'a\u202eb',
  'x'.repeat(10_240),
  ' ',
];

describe('hostile IDs never reach the wire', () => {
  test.each(HOSTILE)('as a run: %j', async (runId) => {
    const { client, server } = await unreached();
    expect(await rejection(client.getRun({ runId }))).toMatchObject({ name: 'InvalidInputError' });
    expect(await rejection(client.cancelRun({ runId: `id:${runId}` }))).toMatchObject({
      name: 'InvalidInputError',
    });
    expect(server.received).toEqual([]);
  });

  test.each(HOSTILE)('as a task, marked as an ID: %j', async (text) => {
    const { client, server } = await unreached();
    const task = `id:${text}`;
    for (const call of [client.getTask({ task }), client.deleteTask({ task }), client.triggerRun({ task })]) {
      expect(await rejection(call)).toMatchObject({ name: 'InvalidInputError' });
    }
    expect(server.received).toEqual([]);
  });

  test.each(HOSTILE)('as a task of a hand-made trigger: %j', async (id) => {
    const { client, server } = await unreached();
    const task = { id, type: 'CODE_EVALUATION', projectId: null, datasetId: 'd' };
    expect(await rejection(client.postTrigger(task, {}))).toMatchObject({ name: 'InvalidInputError' });
    expect(server.received).toEqual([]);
  });

  test('whatever text is given as an ID, no other path is asked for', async () => {
    const { client, server } = await answering({ json: wireRun() });
    await fc.assert(
      fc.asyncProperty(fc.oneof(anyText(), fc.string(), fc.constantFrom(...HOSTILE)), async (text) => {
        for (const runId of [text, `id:${text}`]) await client.getRun({ runId }).catch(() => undefined);
        for (const { url } of server.received.splice(0)) {
          expect(url).toMatch(/^\/v2\/task-runs\/[A-Za-z0-9_.%-]+$/);
          expect(new URL(url, 'http://h').pathname).toBe(url);
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('hostile names never reach the wire', () => {
  const unusable = HOSTILE.filter(
    (text) => !['/', 'a/b', '../spaces', '%2f', '%2e%2e', 'a?b', 'a#b', 'a\\b', ' '].includes(text),
  );
  test.each(unusable)('%j', async (name) => {
    const { client, server } = await unreached();
    expect(await rejection(client.getTask({ task: name, space: 'id:s' }))).toMatchObject({
      name: 'InvalidInputError',
    });
    expect(await rejection(client.listTasks({ name }))).toMatchObject({ name: 'InvalidInputError' });
    expect(await rejection(client.listTasks({ space: name }))).toMatchObject({ name: 'InvalidInputError' });
    expect(server.received).toEqual([]);
  });

  test.each(['a/b', 'a?b&c=d', 'a#b', '%2e%2e', 'a b+c', 'naïve 日本'])(
    '%j goes as one query member',
    async (name) => {
      const { client, server } = await answering(wirePage('tasks', [wireTask({ name })]));
      await client.getTask({ task: name, space: SPACE });
      const url = new URL(server.received[0]?.url ?? '', 'http://h');
      expect(Object.fromEntries(url.searchParams)).toEqual({ space_id: SPACE, name, limit: '100' });
    },
  );
});

describe('IDs', () => {
  test('need no lookup: their space is not asked for', async () => {
    const { client, server } = await answering({ json: wireTask() });
    await client.getTask({ task: TASK, space: 'whatever' });
    expect(server.received).toHaveLength(1);
  });

  test.each(['task_abc123', 'a.b:c-d_e', 'QUJD+/8='])('of unusual form are told by id: %s', async (id) => {
    const { client, server } = await answering({ json: wireTask({ id }) });
    await client.getTask({ task: `id:${id}` });
    expect(server.received[0]?.url).toBe(`/v2/tasks/${encodeURIComponent(id)}`);
  });

  test.each(['run_abc123', `id:run_abc123`])('of runs need no mark: %s', async (runId) => {
    const { client, server } = await answering({ json: wireRun({ id: 'run_abc123' }) });
    await client.getRun({ runId });
    expect(server.received[0]?.url).toBe('/v2/task-runs/run_abc123');
  });

  test('resolve to themselves, without a request', async () => {
    const { client, server } = await unreached();
    expect(await client.resolveTask({ task: TASK })).toEqual({ id: TASK, name: null });
    expect(await client.resolveProject({ project: 'id:p-1' })).toEqual({ id: 'p-1', name: null });
    expect(await client.resolveExperiment({ experiment: EXPERIMENT })).toEqual({
      id: EXPERIMENT,
      name: null,
    });
    expect(server.received).toEqual([]);
  });
});

describe('a name without a place to look it up is refused before any request', () => {
  test.each<[string, (client: AxClient) => Promise<unknown>]>([
    ['task', (client) => client.getTask({ task: 'nightly' })],
    ['task', (client) => client.listRuns({ task: 'nightly' })],
    ['task', (client) => client.resolveTask({ task: 'staging6' })],
    ['project', (client) => client.listTasks({ project: 'chat' })],
    ['dataset', (client) => client.listExperiments({ dataset: 'golden' })],
    ['evaluator', (client) => client.listEvaluatorVersions({ evaluator: 'relevance' })],
    ['dataset', (client) => client.getDataset({ dataset: 'golden' })],
    ['project', (client) => client.resolveProject({ project: 'chat' })],
    ['AI integration', (client) => client.resolveAiIntegration({ integration: 'gpt' })],
    ['experiment', (client) => client.getExperiment({ experiment: 'first' })],
    ['dataset', (client) => client.listExperimentRuns({ experiment: 'first', dataset: 'golden' })],
  ])('%s', async (noun, call) => {
    const { client, server } = await unreached();
    const error = await rejection(call(client));
    expect(error).toMatchObject({ name: 'InvalidInputError' });
    expect(error.message).toMatch(new RegExp(`${noun} "[a-z0-9]+" is a name.*--space`));
    expect(server.received).toEqual([]);
  });
});

describe('a name is matched exactly, over all pages', () => {
  const spaces = [
    { id: SPACE, name: 'prod' },
    { id: idOf('Space', 2), name: 'prod-eu' },
    { id: idOf('Space', 3), name: 'Prod' },
  ];

  /** A service that filters by substring, whatever the case, one item a page. */
  const service = (lists: Record<string, object[]>) =>
    answering(({ url }) => {
      const { pathname, searchParams } = new URL(url, 'http://h');
      const key = (pathname.split('/')[2] ?? '').replaceAll('-', '_');
      const part = (searchParams.get('name') ?? '').toLowerCase();
      const found = (lists[key] ?? []).filter((item) =>
        (item as { name: string }).name.toLowerCase().includes(part),
      );
      const at = Number(searchParams.get('cursor') ?? 0);
      return wirePage(key, found.slice(at, at + 1), at + 1 < found.length ? String(at + 1) : undefined);
    });

  test('the space first, then within its ID', async () => {
    const tasks = [wireTask({ id: idOf('OnlineTask', 1), name: 'nightly-eu' }), wireTask()];
    const { client, server } = await service({ spaces: spaces.toReversed(), tasks });
    expect(await client.getTask({ task: 'nightly', space: 'prod' })).toMatchObject({ id: TASK });
    const asked = server.received.map(({ url }) => new URL(url, 'http://h'));
    expect(asked.filter(({ pathname }) => pathname === '/v2/spaces')).toHaveLength(3);
    const ofTasks = asked.filter(({ pathname }) => pathname === '/v2/tasks');
    expect(ofTasks.map(({ searchParams }) => searchParams.get('space_id'))).toEqual([SPACE, SPACE]);
    expect(ofTasks.every(({ searchParams }) => !searchParams.has('space_name'))).toBe(true);
  });

  test('another case, a part of a name or a slip of the hand is not found, and is offered as similar', async () => {
    const { client } = await service({ spaces, tasks: [wireTask()] });
    for (const task of ['Nightly', 'night', 'nigthly', 'nightly-']) {
      const error = await rejection(client.getTask({ task, space: SPACE }));
      expect(error).toMatchObject({ name: 'NotFoundError', kind: 'AxNotFound' });
      expect(error.message).toContain(`No task is named "${task}" in space`);
      expect(error.message).toContain('Similar: "nightly"');
    }
  });

  test('two exact matches are an error that lists both', async () => {
    const other = idOf('Space', 4);
    const { client } = await service({ spaces: [...spaces, { id: other, name: 'prod' }] });
    const error = await rejection(client.resolveSpace({ space: 'prod' }));
    expect(error).toMatchObject({ name: 'AmbiguousNameError', kind: 'AmbiguousName', ids: [SPACE, other] });
    expect(error.message).toContain(SPACE);
    expect(error.message).toContain(other);
  });

  const COMPOSED = 'caf\u00e9';
  const DECOMPOSED = 'cafe\u0301';

  test('the same characters in another form of Unicode are the same name, unless one has exactly the name', async () => {
    const [one, other] = [idOf('OnlineTask', 1), idOf('OnlineTask', 2)];
    const composed = wireTask({ id: one, name: COMPOSED });
    const decomposed = wireTask({ id: other, name: DECOMPOSED });
    const found = async (tasks: object[], task: string) =>
      (await (await service({ tasks })).client.getTask({ task, space: SPACE })).id;
    expect(await found([composed], DECOMPOSED)).toBe(one);
    expect(await found([decomposed], COMPOSED)).toBe(other);
    expect(await found([composed, decomposed], COMPOSED)).toBe(one);
    expect(await found([composed, decomposed], DECOMPOSED)).toBe(other);
  });

  test('two names that differ in their form of Unicode alone are ambiguous, and are told apart', async () => {
    const tasks = ['ca\u1ec7', 'cae\u0323\u0302'].map((name, at) =>
      wireTask({ id: idOf('OnlineTask', at), name }),
    );
    const { client } = await service({ tasks });
    const error = await rejection(client.getTask({ task: 'ca\u00ea\u0323', space: SPACE }));
    expect(error).toMatchObject({ kind: 'AmbiguousName', ids: [0, 1].map((at) => idOf('OnlineTask', at)) });
    expect(error.message).toContain(String.raw`"ca\u1ec7" (${idOf('OnlineTask', 0)})`);
    expect(error.message).toContain(String.raw`"cae\u0323\u0302" (${idOf('OnlineTask', 1)})`);
  });

  test.each([
    ['spaces', (client: AxClient) => client.resolveSpace({ space: DECOMPOSED })],
    ['projects', (client: AxClient) => client.resolveProject({ project: DECOMPOSED, space: SPACE })],
    ['datasets', (client: AxClient) => client.resolveDataset({ dataset: DECOMPOSED, space: SPACE })],
    ['evaluators', (client: AxClient) => client.resolveEvaluator({ evaluator: DECOMPOSED, space: SPACE })],
    ['experiments', (client: AxClient) => client.resolveExperiment({ experiment: DECOMPOSED, space: SPACE })],
    [
      'ai_integrations',
      (client: AxClient) => client.resolveAiIntegration({ integration: DECOMPOSED, space: SPACE }),
    ],
    [
      'tasks',
      async (client: AxClient) =>
        (await client.findTask({ name: DECOMPOSED, scope: { spaceId: SPACE } })) ?? { id: null },
    ],
  ])('of %s too', async (key, resolve) => {
    const item = { ...wireTask({ id: TASK, name: COMPOSED }), space_id: SPACE };
    const { client } = await service({ [key]: [item] });
    expect((await resolve(client)).id).toBe(TASK);
  });

  test('one thing that stands on two pages is one', async () => {
    const { client } = await service({ spaces: [spaces[0] ?? {}, spaces[0] ?? {}] });
    expect(await client.resolveSpace({ space: 'prod' })).toEqual({ id: SPACE, name: 'prod' });
  });

  test('what a server lists of another space does not count', async () => {
    const projects = [{ id: idOf('Model', 1), name: 'chat', space_id: idOf('Space', 2) }];
    const { client } = await service({ spaces, projects });
    expect(await rejection(client.resolveProject({ project: 'chat', space: 'prod' }))).toMatchObject({
      name: 'NotFoundError',
    });
  });

  test('every kind of thing has its list', async () => {
    const item = (kind: string) => [{ id: idOf(kind, 1), name: 'x', space_id: SPACE }];
    const { client, server } = await service({
      projects: item('Model'),
      datasets: item('Dataset'),
      evaluators: item('Evaluator'),
      ai_integrations: item('LlmIntegration'),
      integrations: [{ id: idOf('Integration', 1), name: 'x', type: 'AGENT' }],
      experiments: [{ id: idOf('Experiment', 1), name: 'x', dataset_id: DATASET }],
    });
    const space = SPACE;
    expect(await client.resolveProject({ project: 'x', space })).toEqual({ id: idOf('Model', 1), name: 'x' });
    expect(await client.resolveDataset({ dataset: 'x', space })).toMatchObject({ id: idOf('Dataset', 1) });
    expect(await client.resolveEvaluator({ evaluator: 'x', space })).toMatchObject({
      id: idOf('Evaluator', 1),
    });
    expect(await client.resolveAiIntegration({ integration: 'x', space })).toMatchObject({
      id: idOf('LlmIntegration', 1),
    });
    expect(await client.resolveAgentIntegration({ integration: 'x' })).toMatchObject({
      id: idOf('Integration', 1),
    });
    expect(server.received.at(-1)?.url).toContain('type=AGENT');
    expect(await client.resolveExperiment({ experiment: 'x', dataset: DATASET })).toMatchObject({
      id: idOf('Experiment', 1),
    });
    expect(server.received.at(-1)?.url).toContain(`dataset_id=${encodeURIComponent(DATASET)}`);
    expect(await client.resolveExperiment({ experiment: 'x', space })).toMatchObject({
      id: idOf('Experiment', 1),
    });
    expect(server.received.at(-1)?.url).toContain('space_id=');
    expect(await client.resolveTask({ task: TASK })).toMatchObject({ id: TASK });
  });

  test('the space of several names is looked up once', async () => {
    const { client, server } = await service({
      spaces,
      projects: [{ id: PROJECT, name: 'chat', space_id: SPACE }],
      datasets: [{ id: DATASET, name: 'golden', space_id: SPACE }],
      tasks: [wireTask()],
    });
    await client.listTasks({ space: 'prod', project: 'chat', dataset: 'golden' });
    expect(server.received.filter(({ url }) => url.startsWith('/v2/spaces'))).toHaveLength(3);
    const last = new URL(server.received.at(-1)?.url ?? '', 'http://h').searchParams;
    expect(Object.fromEntries(last)).toEqual({
      space_id: SPACE,
      project_id: PROJECT,
      dataset_id: DATASET,
      limit: '50',
    });
  });

  test('a list over a thing that does not exist is not found', async () => {
    const { client } = await answering({ status: 404, json: { status: 404, title: 'Not found' } });
    expect(await rejection(client.resolveTask({ task: 'x', space: SPACE }))).toMatchObject({
      name: 'NotFoundError',
    });
    expect(await rejection(client.listRuns({ task: RUN }))).toMatchObject({ name: 'NotFoundError' });
  });
});
