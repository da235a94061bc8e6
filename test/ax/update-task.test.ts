import { describe, expect, test } from 'vitest';
import type { InvalidInputError } from '../../src/ax/index.js';
import type { UpdateTaskRequest } from '../../src/model/api/requests.js';
import {
  answering,
  datasetTask,
  EVALUATOR,
  experimentTask,
  INTEGRATION,
  rejection,
  SPACE,
  TASK,
  unreached,
  wirePage,
  wireTask,
} from './support.js';

const agent = { experiment_type: 'AGENT_CALL', integration_id: INTEGRATION, input_template: {} };

describe('an update', () => {
  test.each<[string, object, Omit<UpdateTaskRequest, 'task'>, object]>([
    ['a name', wireTask(), { name: 'new' }, { name: 'new' }],
    [
      'values that look like nothing',
      wireTask(),
      { samplingRate: 0, isContinuous: false },
      { sampling_rate: 0, is_continuous: false },
    ],
    ['a filter cleared', wireTask(), { queryFilter: null }, { query_filter: null }],
    ['filters cleared', wireTask(), { queryFilters: null }, { query_filters: null }],
    [
      'an evaluator unpinned',
      wireTask(),
      { evaluators: [{ evaluatorId: EVALUATOR, evaluatorVersionId: null }] },
      { evaluators: [{ evaluator_id: EVALUATOR }] },
    ],
    [
      'a configuration replaced whole',
      experimentTask(),
      { runConfiguration: agent },
      { run_configuration: agent },
    ],
  ])('sends %s', async (_title, task, change, body) => {
    const { client, server } = await answering({ json: task });
    await client.updateTask({ task: TASK, ...change });
    expect(server.received.map(({ method }) => method)).toEqual(['GET', 'PATCH']);
    expect(JSON.parse(server.received[1]?.body ?? '')).toEqual(body);
  });

  test('by name finds the task and needs no further look at it', async () => {
    const { client, server } = await answering(({ method }) =>
      method === 'GET' ? wirePage('tasks', [wireTask()]) : { json: wireTask({ name: 'new' }) },
    );
    expect(await client.updateTask({ task: 'nightly', space: SPACE, name: 'new' })).toMatchObject({
      name: 'new',
    });
    expect(server.received.map(({ method }) => method)).toEqual(['GET', 'PATCH']);
  });

  test.each([{}, { name: undefined }])(
    'without a field (%j) is refused before any request',
    async (change) => {
      const { client, server } = await unreached();
      const error = await rejection(client.updateTask({ task: 'x', ...change } as UpdateTaskRequest));
      expect(error).toMatchObject({ name: 'NoUpdateFieldsError', kind: 'NoUpdateFields' });
      expect(error.message).toContain('at least one of name, samplingRate');
      expect(server.received).toEqual([]);
    },
  );

  test.each<[string, object, Omit<UpdateTaskRequest, 'task'>, RegExp]>([
    [
      'evaluation fields of a run-experiment task',
      experimentTask(),
      { samplingRate: 1, queryFilter: 'x' },
      /samplingRate is for evaluation tasks only; queryFilter is for/,
    ],
    [
      'a configuration of an evaluation task',
      wireTask(),
      { runConfiguration: agent },
      /runConfiguration is for RUN_EXPERIMENT/,
    ],
    [
      'a share of a dataset task',
      datasetTask(),
      { samplingRate: 1 },
      /samplingRate is for project tasks only/,
    ],
    [
      'a continuous dataset task',
      datasetTask(),
      { isContinuous: true },
      /isContinuous is for project tasks only/,
    ],
  ])('%s is refused after a look at the task', async (_title, task, change, problem) => {
    const { client, server } = await answering({ json: task });
    const error = await rejection(client.updateTask({ task: TASK, ...change }));
    expect(error).toMatchObject({ name: 'InvalidInputError' });
    expect(error.message).toMatch(problem);
    expect(server.received.map(({ method }) => method)).toEqual(['GET']);
  });

  test('that is wrong in several ways is refused at once', async () => {
    const { client, server } = await unreached();
    const request = { task: 'nightly', name: '', samplingRate: 3, evaluators: [], runConfiguration: {} };
    const error = await rejection(client.updateTask(request as unknown as UpdateTaskRequest));
    expect((error as InvalidInputError).problems).toHaveLength(5);
    expect(server.received).toEqual([]);
  });
});
