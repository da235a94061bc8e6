import { ApplicationFailure, WorkflowFailedError } from '@temporalio/client';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Operation } from '../../src/model/operations.js';
import type { Page } from '../../src/model/resources.js';
import type { Task } from '../../src/model/task.js';
import { startWorkflowRig } from '../support/workflow-rig.js';
import type { WorkflowRig } from '../support/workflow-rig.js';

let rig: WorkflowRig;

beforeAll(async () => {
  rig = await startWorkflowRig();
});
afterEach(() => rig.simulator.reset());
afterAll(() => rig.stop());

const call = async (operation: Operation): Promise<unknown> =>
  (await rig.start('taskOperation', operation)).result();
const failureTypeOf = async (operation: Operation): Promise<string | null | undefined> => {
  const error: unknown = await call(operation).catch((reason: unknown) => reason);
  const cause = error instanceof WorkflowFailedError ? error.cause : null;
  return cause instanceof ApplicationFailure ? cause.type : String(error);
};

const space = 'research';

describe('every look-up answers with named things', () => {
  test.each([
    { verb: 'listTasks', request: { space } },
    { verb: 'listSpaces', request: {} },
    { verb: 'listProjects', request: { space } },
    { verb: 'listDatasets', request: { space } },
    { verb: 'listEvaluators', request: { space } },
    { verb: 'listEvaluatorVersions', request: { evaluator: 'answer-is-json', space } },
    { verb: 'listAiIntegrations', request: { space } },
    { verb: 'listIntegrations', request: { type: 'AGENT' } },
    { verb: 'listExperiments', request: { dataset: 'support-questions', space } },
    {
      verb: 'listExperimentRuns',
      request: { experiment: 'baseline-v1', dataset: 'support-questions', space },
    },
    { verb: 'listRuns', request: { task: 'nightly-hallucination', space } },
  ] satisfies Operation[])('$verb', async (operation) => {
    const page = (await call(operation)) as Page<{ id: string }>;
    expect(page.items.length).toBeGreaterThan(0);
    expect(page.items[0]?.id).toEqual(expect.any(String));
  });
});

test('a task is created, changed, triggered, listed and deleted through workflows alone', async () => {
  const created = (await call({
    verb: 'createEvaluationTask',
    request: {
      name: 'made-here',
      type: 'TEMPLATE_EVALUATION',
      space,
      project: 'support-bot',
      evaluators: [{ evaluatorId: 'relevance' }],
      queryFilter: "span_kind = 'LLM'",
    },
  })) as Task;
  expect(created).toMatchObject({ name: 'made-here', isContinuous: false, queryFilter: "span_kind = 'LLM'" });
  const updated = (await call({
    verb: 'updateTask',
    request: { task: 'made-here', space, queryFilter: null, samplingRate: 0 },
  })) as Task;
  expect(updated).toMatchObject({ queryFilter: null, samplingRate: 0 });
  expect(await call({ verb: 'deleteTask', request: { task: created.id } })).toBeNull();
  expect(await failureTypeOf({ verb: 'getTask', request: { task: created.id } })).toBe('AxNotFound');
});

describe('a failed call fails with its own type', () => {
  test.each([
    ['AxNotFound', { verb: 'getTask', request: { task: 'no-such-task', space } }],
    ['InvalidInput', { verb: 'getTask', request: { task: 'a name without a space' } }],
    ['InvalidInput', { verb: 'getRun', request: { runId: '..' } }],
    ['NoUpdateFields', { verb: 'updateTask', request: { task: 'nightly-hallucination', space } }],
  ] satisfies [string, Operation][])('%s', async (type, operation) => {
    expect(await failureTypeOf(operation)).toBe(type);
  });

  test('AxRateLimit after a while, not for ever', async () => {
    const answer = { kind: 'respond', status: 429, headers: { 'retry-after': '1' }, body: '' } as const;
    rig.simulator.addFault({ match: { path: '/v2/spaces' }, answer, times: 'always' });
    expect(await failureTypeOf({ verb: 'listSpaces', request: {} })).toBe('AxRateLimit');
  });

  test('AxAmbiguous for a create whose answer was lost, which is not sent again', async () => {
    const match = { method: 'POST', path: '/v2/tasks' };
    rig.simulator.addFault({ match, answer: { kind: 'drop', at: 'after-effect' } });
    const request = {
      name: 'lost',
      dataset: 'support-questions',
      space,
      runConfiguration: {
        experiment_type: 'LLM_GENERATION',
        ai_integration: 'openai-main',
        messages: [{ role: 'USER', content: '{question}' }],
        input_variable_format: 'F_STRING',
      },
    };
    expect(await failureTypeOf({ verb: 'createRunExperimentTask', request })).toBe('AxAmbiguous');
    const posts = rig.simulator
      .journal()
      .requests.filter(({ method, path }) => method === 'POST' && path === '/v2/tasks');
    expect(posts).toHaveLength(1);
  });
});
