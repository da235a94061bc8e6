import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AxClient } from '../../../src/ax/index.js';
import { isTerminal, type TaskRun } from '../../../src/model/api/task-run.js';
import { startSimulator, type Simulator } from '../../../src/simulator/index.js';

const SPACE = 'research';
const HOUR = 3_600_000;

let simulator: Simulator;
let client: AxClient;

beforeAll(async () => {
  simulator = await startSimulator({ seed: 7, advance: { by: 'looks', looks: 3 } });
  const { baseUrl, apiKey } = simulator;
  client = new AxClient({ baseUrl, apiKey, preReleaseWarning: false, honorsRetryAfter: false });
});
beforeEach(() => simulator.reset());
afterAll(async () => {
  await client.close();
  await simulator.close();
});

/** A window whose spans are indexed. */
const window = () => ({
  dataStartTime: new Date(Date.now() - 48 * HOUR).toISOString(),
  dataEndTime: new Date(Date.now() - 24 * HOUR).toISOString(),
});

/** Looks until the run has ended. */
async function ended(run: TaskRun): Promise<TaskRun> {
  for (let looks = 0; looks < 10; looks += 1) {
    const seen = await client.getRun({ runId: run.id });
    if (isTerminal(seen)) return seen;
  }
  throw new Error('the run did not end within ten looks');
}

const posts = () => simulator.journal().requests.filter(({ method }) => method === 'POST');

describe('a task', () => {
  test('of a project is created by names, changed, triggered and deleted', async () => {
    const task = await client.createEvaluationTask({
      name: 'ours',
      type: 'TEMPLATE_EVALUATION',
      space: SPACE,
      project: 'support-bot',
      evaluators: [{ evaluatorId: 'relevance' }],
      samplingRate: 0.5,
      queryFilter: "span_kind = 'LLM'",
    });
    expect(task).toMatchObject({ name: 'ours', samplingRate: 0.5, isContinuous: false, lastRunAt: null });

    const changed = await client.updateTask({
      task: 'ours',
      space: SPACE,
      name: 'renamed',
      samplingRate: 0,
      queryFilter: null,
    });
    expect(changed).toMatchObject({ id: task.id, name: 'renamed', samplingRate: 0, queryFilter: null });

    const run = await client.triggerRun({ task: 'renamed', space: SPACE, ...window() });
    expect(run).toMatchObject({
      taskId: task.id,
      ...window,
      status: 'PENDING',
      dataStartTime: expect.any(String) as string,
    });
    expect(await ended(run)).toMatchObject({ status: 'COMPLETED' });

    await client.deleteTask({ task: task.id });
    await expect(client.getTask({ task: task.id })).rejects.toMatchObject({ kind: 'AxNotFound' });
    await expect(client.getRun({ runId: run.id })).rejects.toMatchObject({ kind: 'AxNotFound' });
  });

  test('of code and a dataset is created', async () => {
    const experiments = (await client.listExperiments({ dataset: 'support-questions', space: SPACE })).items;
    const task = await client.createEvaluationTask({
      name: 'check json',
      type: 'CODE_EVALUATION',
      space: SPACE,
      dataset: 'support-questions',
      experimentIds: experiments.slice(0, 1).map(({ id }) => id),
      evaluators: [{ evaluatorId: 'answer-is-json' }],
    });
    expect(task).toMatchObject({ type: 'CODE_EVALUATION', samplingRate: null });
    expect(await ended(await client.triggerRun({ task: task.id }))).toMatchObject({ status: 'COMPLETED' });
  });

  test.each([
    [
      'LLM_GENERATION',
      {
        experiment_type: 'llm_generation',
        ai_integration: 'openai-main',
        messages: [{ role: 'user', content: 'Answer {question}' }],
        input_variable_format: 'f_string',
      },
    ],
    [
      'TEMPLATE_EVALUATION',
      {
        experiment_type: 'TEMPLATE_EVALUATION',
        ai_integration: 'openai-main',
        template: 'Is {{question}} clear?',
        provide_explanation: true,
        classification_choices: { yes: 1, no: 0 },
        column_mapping: { question: 'question' },
      },
    ],
    [
      'AGENT_CALL',
      { experiment_type: 'AGENT_CALL', integration: 'support-agent', input_template: { q: '{{question}}' } },
    ],
  ])('that runs experiments by %s is created by names, and run', async (type, runConfiguration) => {
    const task = await client.createRunExperimentTask({
      name: `run ${type}`,
      space: SPACE,
      dataset: 'support-questions',
      runConfiguration,
    });
    expect(task).toMatchObject({ type: 'RUN_EXPERIMENT', runConfiguration: { experiment_type: type } });
    const started = await client.triggerRun({ task: task.id, experimentName: `e-${type}`, maxExamples: 3 });
    const run = await ended(started);
    expect(run).toMatchObject({ status: 'COMPLETED', counts: { successes: 3 } });
    const found = await client.resolveExperiment({
      experiment: `e-${type}`,
      dataset: 'support-questions',
      space: SPACE,
    });
    expect(found.id).toBe(run.experimentId);
    expect((await client.listExperimentRuns({ experiment: found.id })).items).toHaveLength(3);
  });

  test('of traces keeps its filters, which can be cleared', async () => {
    const task = await client.getTask({ task: 'trace-completion', space: SPACE });
    expect(task.queryFilters).toMatchObject({ expression: 'A AND NOT B' });
    expect(task.evaluators[0]?.queryMappings).toMatchObject([{ variableName: 'input', queryIds: ['A'] }]);
    const evaluators = task.evaluators.map(({ evaluatorId, queryMappings }) => ({
      evaluatorId,
      queryMappings: (queryMappings ?? []).map((mapping) => ({ ...mapping, queryIds: [] })),
    }));
    expect(await client.updateTask({ task: task.id, queryFilters: null, evaluators })).toMatchObject({
      queryFilters: null,
    });
  });

  test('whose name is taken is a conflict, and nothing is made', async () => {
    const create = () =>
      client.createEvaluationTask({
        name: 'nightly-hallucination',
        type: 'TEMPLATE_EVALUATION',
        space: SPACE,
        project: 'support-bot',
        evaluators: [{ evaluatorId: 'relevance' }],
      });
    await expect(create()).rejects.toMatchObject({ name: 'ConflictError' });
  });

  test('of a space whose name is a part of another is the right one', async () => {
    const [inProd, inEu] = await Promise.all(
      ['prod', 'prod-eu'].map((space) => client.getTask({ task: 'nightly-helpfulness', space })),
    );
    expect(inProd?.id).not.toBe(inEu?.id);
    await expect(client.getTask({ task: 'prod-eu-only-audit', space: 'prod' })).rejects.toMatchObject({
      kind: 'AxNotFound',
    });
  });
});

describe('a run', () => {
  const trigger = () => client.triggerRun({ task: 'nightly-hallucination', space: SPACE, ...window() });

  test('is cancelled while it is active; afterwards a cancel is refused', async () => {
    const run = await trigger();
    expect(await client.cancelRun({ runId: run.id })).toMatchObject({ status: 'CANCELLED' });
    await expect(client.cancelRun({ runId: run.id })).rejects.toMatchObject({ name: 'InvalidRequestError' });
  });

  test('of a status nobody knows is unknown, not ended', async () => {
    simulator.addBehaviour({ stuckAt: 'PONDERING' });
    const run = await trigger();
    for (let looks = 0; looks < 5; looks += 1) await client.getRun({ runId: run.id });
    const seen = await client.getRun({ runId: run.id });
    expect(seen).toMatchObject({ status: 'UNKNOWN', rawStatus: 'PONDERING' });
    expect(isTerminal(seen)).toBe(false);
  });

  test('with the experiment name of another is a conflict', async () => {
    const run = () =>
      client.triggerRun({ task: 'generate-answers', space: SPACE, experimentName: 'twice', maxExamples: 1 });
    await run();
    await expect(run()).rejects.toMatchObject({ kind: 'AxConflict' });
  });

  test.each([
    ['dropped before it took effect', { kind: 'drop', at: 'before-effect' }, 'AxAmbiguous', 0],
    ['dropped after it took effect', { kind: 'drop', at: 'after-effect' }, 'AxAmbiguous', 1],
    ['reset after it took effect', { kind: 'drop', at: 'after-effect', reset: true }, 'AxAmbiguous', 1],
    ['answered by half', { kind: 'half' }, 'AxAmbiguous', 1],
    ['answered with garbage', { kind: 'garbage' }, 'AxAmbiguous', 1],
    [
      'answered 502 after the effect',
      { kind: 'respond', status: 502, body: '<html>', afterEffect: true },
      'AxAmbiguous',
      1,
    ],
    ['redirected', { kind: 'redirect', location: 'https://elsewhere.example/' }, 'AxUnexpectedStatus', 0],
    ['answered 429', { kind: 'respond', status: 429, headers: { 'retry-after': '3' } }, 'AxRateLimit', 0],
  ] as const)(
    'whose trigger is %s is told as %s, and was posted once',
    async (_title, answer, kind, runs) => {
      const task = await client.getTask({ task: 'nightly-hallucination', space: SPACE });
      const before = simulator.journal().runs.length;
      simulator.addFault({ match: { method: 'POST', path: '/v2/tasks/*/trigger' }, answer });
      await expect(client.postTrigger(task, window())).rejects.toMatchObject({ kind });
      expect(posts()).toHaveLength(1);
      expect(simulator.journal().runs.length - before).toBe(runs);
    },
  );

  test('whose answer never ends is ambiguous when its time is over', async () => {
    const hasty = new AxClient({
      baseUrl: simulator.baseUrl,
      apiKey: simulator.apiKey,
      preReleaseWarning: false,
      limits: { requestMs: 300 },
    });
    const task = await client.getTask({ task: 'nightly-hallucination', space: SPACE });
    simulator.addFault({ match: { method: 'POST' }, answer: { kind: 'endless' } });
    await expect(hasty.postTrigger(task, window())).rejects.toMatchObject({ kind: 'AxAmbiguous' });
    await hasty.close();
  });
});

test('a key that may only read is forbidden to write', async () => {
  const { baseUrl, readOnlyApiKey } = simulator;
  const reader = new AxClient({ baseUrl, apiKey: readOnlyApiKey, preReleaseWarning: false });
  const task = await reader.getTask({ task: 'nightly-hallucination', space: SPACE });
  await expect(reader.postTrigger(task, window())).rejects.toMatchObject({
    name: 'ForbiddenError',
    status: 403,
  });
  await reader.close();
});
