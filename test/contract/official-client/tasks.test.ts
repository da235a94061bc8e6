import {
  createEvaluationTask,
  createRunExperimentTask,
  createTask,
  deleteTask,
  getTask,
  listTasks,
  listEvaluators,
  listExperiments,
  listEvaluatorVersions,
  triggerTaskRun,
  updateTask,
} from '@arizeai/ax-client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startOfficial, strangeId, waitInOwnProcess, type Official } from './harness.js';

let official: Official;
beforeEach(async () => {
  official = await startOfficial();
});
afterEach(() => official.simulator.close());

const space = 'research';

async function evaluatorId(name: string): Promise<string> {
  const { data } = await listEvaluators({ client: official.client, space, name });
  return data.find((evaluator) => evaluator.name === name)?.id ?? '';
}

async function datasetExperiment(): Promise<string> {
  const { data } = await listExperiments({ client: official.client, dataset: 'support-questions', space });
  return data[0]?.id ?? '';
}

describe('listing tasks', () => {
  test('a substring of a name is enough, in any case', async () => {
    const { data } = await listTasks({ client: official.client, name: 'HALLUCIN' });
    expect(data.map(({ name }) => name)).toEqual(['nightly-hallucination']);
  });

  test.each([
    ['TEMPLATE_EVALUATION', 5],
    ['CODE_EVALUATION', 2],
    ['RUN_EXPERIMENT', 3],
  ] as const)('the type %s filters', async (type, count) => {
    const { data } = await listTasks({ client: official.client, space, type });
    expect(data.map((task) => task.type)).toEqual(Array.from({ length: count }, () => type));
  });

  test('a project and a dataset filter by name', async () => {
    const { client } = official;
    const onProject = await listTasks({ client, space, project: 'support-bot' });
    const onDataset = await listTasks({ client, space, dataset: 'support-questions' });
    expect(onProject.data.every(({ projectId }) => projectId !== null)).toBe(true);
    expect(onDataset.data.every(({ datasetId }) => datasetId !== null)).toBe(true);
  });

  test('pages of two give every task once, newest first', async () => {
    const { client } = official;
    const whole = await listTasks({ client, space, limit: 100 });
    const seen: string[] = [];
    for (let cursor: string | undefined, more = true; more;) {
      const page = await listTasks({ client, space, limit: 2, ...(cursor === undefined ? {} : { cursor }) });
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.pagination.nextCursor;
      more = page.pagination.hasMore;
    }
    expect(seen).toEqual(whole.data.map(({ id }) => id));
  });

  test.each([0, 101])('a limit of %d is refused', async (limit) => {
    await expect(listTasks({ client: official.client, limit })).rejects.toThrow(/limit/);
  });

  test('a cursor of nobody is refused', async () => {
    await expect(listTasks({ client: official.client, cursor: 'garbage' })).rejects.toThrow(/cursor/);
  });
});

describe('getting a task', () => {
  test('by name and by id it is the same task', async () => {
    const { client } = official;
    const byName = await getTask({ client, task: 'fresh-relevance', space });
    const byId = await getTask({ client, task: byName.id });
    expect(byId).toEqual(byName);
    expect(byId).toMatchObject({ lastRunAt: null, runConfiguration: null, samplingRate: 1 });
  });

  test('an id of nobody is not found', async () => {
    await expect(getTask({ client: official.client, task: strangeId('OnlineTask') })).rejects.toThrow(
      /not found/,
    );
  });
});

describe('creating tasks', () => {
  test('a template evaluation of a project, with a pinned version', async () => {
    const { client } = official;
    const evaluator = await evaluatorId('hallucination');
    const versions = await listEvaluatorVersions({ client, evaluator });
    const evaluatorVersionId = versions.data.at(-1)?.id ?? '';
    const task = await createEvaluationTask({
      client,
      name: 'pinned',
      type: 'TEMPLATE_EVALUATION',
      space,
      project: 'support-bot',
      samplingRate: 0,
      isContinuous: true,
      queryFilter: "status_code = 'ERROR'",
      evaluators: [
        { evaluatorId: evaluator, evaluatorVersionId, columnMappings: { input: 'attributes.input.value' } },
      ],
    });
    expect(task).toMatchObject({ name: 'pinned', samplingRate: 0, isContinuous: true, datasetId: null });
    expect(task.evaluators[0]).toMatchObject({
      evaluatorName: 'hallucination',
      evaluatorVersionId,
      queryFilter: null,
    });
    expect(await getTask({ client, task: 'pinned', space })).toEqual(task);
  });

  test('a code evaluation of a dataset and its experiments', async () => {
    const { client } = official;
    const experimentIds = [await datasetExperiment()];
    const task = await createTask({
      client,
      name: 'coded',
      type: 'CODE_EVALUATION',
      space,
      dataset: 'support-questions',
      experimentIds,
      evaluators: [{ evaluatorId: await evaluatorId('length-check') }],
    });
    expect(task).toMatchObject({ experimentIds, projectId: null, samplingRate: null });
  });

  test('a dataset task without experiments runs where experiments are optional', async () => {
    await official.simulator.close();
    official = await startOfficial({ experimentsOptional: true });
    const { client } = official;
    const { id: task } = await createTask({
      client,
      name: 'weekly',
      type: 'TEMPLATE_EVALUATION',
      space,
      dataset: 'support-questions',
      evaluators: [{ evaluatorId: await evaluatorId('relevance') }],
    });
    const { id: runId } = await triggerTaskRun({ client, task });
    expect(await waitInOwnProcess(official, { runId, pollInterval: 100 })).toMatchObject({
      status: 'COMPLETED',
      numSuccesses: 24,
    });
  });

  test('run-experiment tasks of all three configurations, integrations by name', async () => {
    const { client } = official;
    const dataset = 'support-questions';
    const generation = await createRunExperimentTask({
      client,
      name: 'generation',
      space,
      dataset,
      runConfiguration: {
        experiment_type: 'LLM_GENERATION',
        aiIntegration: 'openai-main',
        ai_integration_id: '',
        messages: [{ role: 'USER', content: '{question}' }],
        input_variable_format: 'F_STRING',
      },
    });
    expect(generation.runConfiguration).toMatchObject({
      experiment_type: 'LLM_GENERATION',
      model_name: 'gpt-4o',
    });
    const judge = await createRunExperimentTask({
      client,
      name: 'judge',
      space,
      dataset,
      runConfiguration: {
        experiment_type: 'TEMPLATE_EVALUATION',
        aiIntegration: 'openai-main',
        ai_integration_id: '',
        template: 'Is {{answer}} right?',
        provide_explanation: false,
      },
    });
    expect(judge.runConfiguration).toMatchObject({
      template: 'Is {{answer}} right?',
      provide_explanation: false,
    });
    const agent = await createRunExperimentTask({
      client,
      name: 'agent',
      space,
      dataset,
      runConfiguration: {
        experiment_type: 'AGENT_CALL',
        integration: 'support-agent',
        integration_id: '',
        input_template: { question: '{{ dataset.question }}' },
      },
    });
    expect(agent.runConfiguration).toMatchObject({ input_template: { question: '{{question}}' } });
  });

  test('a name that is taken in the space is refused', async () => {
    const create = createEvaluationTask({
      client: official.client,
      name: 'fresh-relevance',
      type: 'TEMPLATE_EVALUATION',
      space,
      project: 'support-bot',
      evaluators: [{ evaluatorId: await evaluatorId('relevance') }],
    });
    await expect(create).rejects.toThrow(/already exists/);
  });

  test.each([
    ['no project and no dataset', {}, /Exactly one/],
    ['a project and a dataset', { project: 'support-bot', dataset: 'support-questions' }, /Exactly one/],
    ['a dataset without experiments', { dataset: 'support-questions' }, /at least one experiment/],
    ['an empty name', { project: 'support-bot', name: '' }, /name/],
    ['a sampling rate above 1', { project: 'support-bot', samplingRate: 1.5 }, /sampling_rate/],
    ['no evaluators', { project: 'support-bot', evaluators: [] }, /evaluators/],
  ])('%s is refused', async (_case, members, message) => {
    const evaluators = [{ evaluatorId: await evaluatorId('relevance') }];
    const input = { name: 'wrong', type: 'TEMPLATE_EVALUATION' as const, space, evaluators, ...members };
    await expect(createEvaluationTask({ client: official.client, ...input })).rejects.toThrow(message);
  });

  test.each([
    ['an evaluator twice', ['relevance', 'relevance'], 'TEMPLATE_EVALUATION', /listed twice/],
    ['a code evaluator in a template task', ['length-check'], 'TEMPLATE_EVALUATION', /CODE evaluator/],
    ['two custom code evaluators', ['length-check', 'tone-check'], 'CODE_EVALUATION', /at most one custom/],
    [
      'evaluators of different scopes',
      ['relevance', 'task-completion'],
      'TEMPLATE_EVALUATION',
      /same data scope/,
    ],
    ['a trace evaluator in the span shape', ['task-completion'], 'TEMPLATE_EVALUATION', /TRACE granularity/],
  ] as const)('%s is refused', async (_case, evaluatorNames, type, message) => {
    const evaluators = [];
    for (const name of evaluatorNames) evaluators.push({ evaluatorId: await evaluatorId(name) });
    const input = { name: 'wrong', type, space, project: 'support-bot', evaluators };
    await expect(createEvaluationTask({ client: official.client, ...input })).rejects.toThrow(message);
  });

  test('a version of another evaluator is refused', async () => {
    const { client } = official;
    const other = await listEvaluatorVersions({ client, evaluator: await evaluatorId('relevance') });
    const evaluators = [
      { evaluatorId: await evaluatorId('hallucination'), evaluatorVersionId: other.data[0]?.id ?? '' },
    ];
    const input = {
      name: 'wrong',
      type: 'TEMPLATE_EVALUATION' as const,
      space,
      project: 'support-bot',
      evaluators,
    };
    await expect(createEvaluationTask({ client, ...input })).rejects.toThrow(/does not belong/);
  });
});

describe('updating and deleting tasks', () => {
  test('members left out stay, null clears the filter, and a list without pin unpins', async () => {
    const { client } = official;
    const before = await getTask({ client, task: 'nightly-hallucination', space });
    const renamed = await updateTask({ client, task: before.id, name: 'renamed', samplingRate: 0.25 });
    expect(renamed).toMatchObject({ name: 'renamed', samplingRate: 0.25, queryFilter: "span_kind = 'LLM'" });
    expect(renamed.evaluators).toEqual(before.evaluators);
    const cleared = await updateTask({
      client,
      task: 'renamed',
      space,
      queryFilter: null,
      evaluators: [{ evaluatorId: before.evaluators[0]?.evaluatorId ?? '' }],
    });
    expect(cleared).toMatchObject({ queryFilter: null, evaluators: [{ evaluatorVersionId: null }] });
  });

  test('a field of the other type is refused', async () => {
    const update = updateTask({
      client: official.client,
      task: 'generate-answers',
      space,
      samplingRate: 0.5,
    });
    await expect(update).rejects.toThrow(/sampling_rate/);
  });

  test('a deleted task is gone', async () => {
    const { client } = official;
    const { id } = await getTask({ client, task: 'json-check', space });
    await deleteTask({ client, task: id });
    await expect(getTask({ client, task: id })).rejects.toThrow(/not found/);
  });

  test('an empty update body is refused', async () => {
    const { client, simulator } = official;
    const { id } = await getTask({ client, task: 'json-check', space });
    const answer = await fetch(`${simulator.baseUrl}/v2/tasks/${encodeURIComponent(id)}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${simulator.apiKey}`, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(answer.status).toBe(400);
  });
});
