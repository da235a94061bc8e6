import {
  getAiIntegration,
  getDataset,
  getEvaluator,
  getEvaluatorVersion,
  getExperiment,
  getIntegration,
  getProject,
  getSpace,
  listAiIntegrations,
  listDatasetExamples,
  listDatasets,
  listEvaluatorVersions,
  listEvaluators,
  listExperimentRuns,
  listExperiments,
  listIntegrations,
  listProjects,
  listSpaces,
  listUsers,
} from '@arizeai/ax-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startOfficial, strangeId, type Official } from './harness.js';

let official: Official;
beforeAll(async () => {
  official = await startOfficial();
});
afterAll(() => official.simulator.close());

const names = (items: readonly { readonly name: string }[]): readonly string[] =>
  items.map(({ name }) => name);

describe('look-ups of the official client', () => {
  test('two spaces have names that contain each other, and one name is part of no other', async () => {
    const { client } = official;
    const { data } = await listSpaces({ client });
    expect(names(data)).toEqual(['research', 'prod', 'prod-eu']);
    const filtered = await listSpaces({ client, name: 'PROD' });
    expect(names(filtered.data)).toEqual(['prod', 'prod-eu']);
  });

  test('a space that holds at least one of each is found by listing', async () => {
    const { client } = official;
    const space = 'research';
    expect((await listProjects({ client, space })).data.length).toBeGreaterThan(0);
    expect((await listDatasets({ client, space })).data.length).toBeGreaterThan(0);
    expect((await listEvaluators({ client, space })).data.length).toBeGreaterThan(0);
    expect((await listAiIntegrations({ client, space })).data.length).toBeGreaterThan(0);
    expect((await listExperiments({ client, space })).data.length).toBeGreaterThan(0);
    const types = (await listIntegrations({ client })).data.map(({ type }) => type);
    expect(new Set(types)).toEqual(new Set(['LLM', 'AGENT']));
    expect((await listUsers({ client })).data.length).toBeGreaterThan(0);
  });

  test.each([
    ['space', async () => (await getSpace({ client: official.client, space: 'prod-eu' })).name, 'prod-eu'],
    [
      'project',
      async () =>
        (await getProject({ client: official.client, project: 'support-bot', space: 'research' })).name,
      'support-bot',
    ],
    [
      'dataset',
      async () =>
        (await getDataset({ client: official.client, dataset: 'golden-answers', space: 'research' })).name,
      'golden-answers',
    ],
    [
      'evaluator',
      async () =>
        (await getEvaluator({ client: official.client, evaluator: 'relevance', space: 'research' })).name,
      'relevance',
    ],
    [
      'experiment',
      async () =>
        (
          await getExperiment({
            client: official.client,
            experiment: 'baseline-v1',
            dataset: 'support-questions',
            space: 'research',
          })
        ).name,
      'baseline-v1',
    ],
    [
      'AI integration',
      async () =>
        (await getAiIntegration({ client: official.client, integration: 'openai-main', space: 'research' }))
          .name,
      'openai-main',
    ],
    [
      'agent integration',
      async () =>
        (await getIntegration({ client: official.client, integration: 'support-agent', type: 'AGENT' })).name,
      'support-agent',
    ],
  ])('a %s is found by its name', async (_kind, find, name) => {
    expect(await find()).toBe(name);
  });

  test('an unknown id is a NotFoundError', async () => {
    const lookUp = getProject({ client: official.client, project: strangeId('Model') });
    await expect(lookUp).rejects.toMatchObject({ name: 'NotFoundError', statusCode: 404 });
  });

  test('an evaluator has several versions, each with its configuration', async () => {
    const { client } = official;
    const evaluator = await getEvaluator({ client, evaluator: 'hallucination', space: 'research' });
    const { data } = await listEvaluatorVersions({ client, evaluator: evaluator.id });
    expect(data).toHaveLength(3);
    expect(data[0]?.id).toBe(evaluator.version.id);
    const first = await getEvaluatorVersion({ client, versionId: data[2]?.id ?? '' });
    expect(first.evaluatorId).toBe(evaluator.id);
  });

  test('examples of a dataset version come in pages of up to 500 until the last one', async () => {
    const { client } = official;
    const dataset = await getDataset({ client, dataset: 'bulk-questions', space: 'research' });
    const first = await listDatasetExamples({ client, dataset: dataset.id, limit: 500 });
    const cursor = first.pagination.nextCursor ?? '';
    const second = await listDatasetExamples({ client, dataset: dataset.id, limit: 500, cursor });
    expect([first.data.length, second.data.length]).toEqual([500, 120]);
    expect(second.pagination.hasMore).toBe(false);
  });

  test('runs of a scored experiment carry eval.<name>.score', async () => {
    const { client } = official;
    const space = 'research';
    const dataset = 'support-questions';
    const { data } = await listExperimentRuns({
      client,
      experiment: 'baseline-v1',
      dataset,
      space,
      limit: 500,
    });
    expect(data).toHaveLength(24);
    expect(JSON.stringify(data[0])).toContain('relevance');
  });
});
