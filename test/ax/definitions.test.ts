import { describe, expect, test } from 'vitest';
import type { TaskDefinition, TaskScope } from '../../src/model/api/task-definition.js';
import {
  answering,
  clientOf,
  DATASET,
  EVALUATOR,
  experimentTask,
  idOf,
  INTEGRATION,
  PROJECT,
  rejection,
  SPACE,
  unreached,
  wirePage,
  wireTask,
} from './support.js';
import type { Received } from '../support/http-server.js';

const names: Record<string, { key: string; id: string }> = {
  '/v2/spaces': { key: 'spaces', id: SPACE },
  '/v2/projects': { key: 'projects', id: PROJECT },
  '/v2/datasets': { key: 'datasets', id: DATASET },
  '/v2/evaluators': { key: 'evaluators', id: EVALUATOR },
  '/v2/ai-integrations': { key: 'ai_integrations', id: INTEGRATION },
};

/** A service in which everything is called `x`. */
const everythingNamedX = ({ url }: Received) => {
  const { key, id } = names[url.split('?')[0] ?? ''] ?? { key: '', id: '' };
  return wirePage(key, [{ id, name: 'x', space_id: SPACE }]);
};

describe('a definition', () => {
  test('of an evaluation has every name turned into an ID, and nothing is sent but look-ups', async () => {
    const { client, server } = await answering(everythingNamedX);
    const definition: TaskDefinition = {
      name: 'made',
      type: 'TEMPLATE_EVALUATION',
      space: 'x',
      project: 'x',
      evaluators: [{ evaluatorId: 'x', queryFilter: null }],
      queryFilter: null,
    };
    expect(await client.resolveDefinition(definition)).toEqual({
      definition: {
        name: 'made',
        type: 'TEMPLATE_EVALUATION',
        project: PROJECT,
        evaluators: [{ evaluatorId: EVALUATOR, queryFilter: null }],
        queryFilter: null,
      },
      scope: { spaceId: SPACE },
    });
    expect(new Set(server.received.map(({ method }) => method))).toEqual(new Set(['GET']));
  });

  test('of an experiment names its integration by ID', async () => {
    const { client } = await answering(everythingNamedX);
    const runConfiguration = {
      experiment_type: 'template_evaluation',
      ai_integration: 'x',
      template: '{a}',
      provide_explanation: false,
    };
    const { definition } = await client.resolveDefinition({
      name: 'made',
      type: 'RUN_EXPERIMENT',
      space: 'x',
      dataset: 'x',
      runConfiguration,
    });
    expect(definition).toEqual({
      name: 'made',
      type: 'RUN_EXPERIMENT',
      dataset: DATASET,
      runConfiguration: {
        experiment_type: 'template_evaluation',
        ai_integration_id: INTEGRATION,
        template: '{a}',
        provide_explanation: false,
      },
    });
  });

  test('of a project by ID is looked for in that project, whatever space is named beside it', async () => {
    const { client } = await answering(everythingNamedX);
    const { scope } = await client.resolveDefinition({
      name: 'made',
      type: 'CODE_EVALUATION',
      space: 'x',
      project: PROJECT,
      evaluators: [{ evaluatorId: EVALUATOR }],
    });
    expect(scope).toEqual({ projectId: PROJECT });
  });

  test('that no create would take is refused without a request', async () => {
    const { client, server } = await unreached();
    const wrong = { name: '', type: 'CODE_EVALUATION', evaluators: [] } as TaskDefinition;
    expect(await rejection(client.resolveDefinition(wrong))).toMatchObject({ kind: 'InvalidInput' });
    expect(server.received).toEqual([]);
  });
});

describe('a task is found by its name', () => {
  const pages = ({ url }: Received) =>
    url.includes('cursor=')
      ? wirePage('tasks', [wireTask({ id: idOf('OnlineTask', 2), name: 'nightly' })])
      : wirePage('tasks', [wireTask({ id: idOf('OnlineTask', 1), name: 'Nightly' })], 'more');

  test('exactly, casing included, over all pages', async () => {
    const { client, server } = await answering(pages);
    const found = await client.findTask({ name: 'nightly', scope: { spaceId: SPACE } });
    expect(found?.id).toBe(idOf('OnlineTask', 2));
    expect(server.received[0]?.url).toContain(`space_id=${encodeURIComponent(SPACE)}`);
  });

  test('or is null where there is none', async () => {
    const { client } = await answering(pages);
    expect(await client.findTask({ name: 'NIGHTLY', scope: { spaceId: SPACE } })).toBeNull();
  });

  test.each<[string, TaskScope, object]>([
    ['project', { projectId: idOf('Model', 9) }, wireTask()],
    ['dataset', { datasetId: idOf('Dataset', 9) }, experimentTask({ name: 'nightly' })],
  ])('but not in another %s, where the service passes over that filter', async (_what, scope, task) => {
    const { server } = await answering(wirePage('tasks', [task]));
    expect(await clientOf(server.baseUrl).findTask({ name: 'nightly', scope })).toBeNull();
    expect(server.received[0]?.url).toMatch(/(project|dataset)_id=/);
  });
});
