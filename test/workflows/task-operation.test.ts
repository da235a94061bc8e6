import { ApplicationFailure, WorkflowFailedError } from '@temporalio/client';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Operation } from '../../src/model/temporal/operations.js';
import type { Page } from '../../src/model/api/resources.js';
import type { Task } from '../../src/model/api/task.js';
import { until } from '../support/until.js';
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
});

describe('what changes a task, by a name that was looked up once,', () => {
  const sent = (wanted: string) => rig.simulator.journal().requests.filter(({ method }) => method === wanted);
  const TASK = '/v2/tasks/*';
  const update: Operation = {
    verb: 'updateTask',
    request: {
      task: 'fresh-relevance',
      space,
      name: 'renamed',
      samplingRate: 0.25,
      evaluators: [{ evaluatorId: 'hallucination' }],
    },
  };

  test.each([
    ['is not sent again where the lost answer was of a PATCH that worked', 'after-effect', 1],
    ['is sent again where the PATCH did not arrive', 'before-effect', 2],
  ] as const)('%s', async (_title, at, patches) => {
    rig.simulator.addFault({ match: { method: 'PATCH', path: TASK }, answer: { kind: 'drop', at } });
    const task = (await call(update)) as Task;
    expect(task).toMatchObject({
      name: 'renamed',
      samplingRate: 0.25,
      evaluators: [{ evaluatorName: 'hallucination' }],
    });
    expect(sent('PATCH')).toHaveLength(patches);
  });

  test('is done where the task that was to be deleted is gone', async () => {
    const answer = { kind: 'drop', at: 'after-effect' } as const;
    rig.simulator.addFault({ match: { method: 'DELETE', path: TASK }, answer });
    expect(await call({ verb: 'deleteTask', request: { task: 'fresh-relevance', space } })).toBeNull();
    expect(sent('DELETE').map(({ status }) => status)).toEqual([null, 404]);
  });

  test('never deletes a new task that got the name of the deleted one meanwhile', async () => {
    const answer = { kind: 'drop', at: 'after-effect' } as const;
    const match = { method: 'DELETE', path: TASK };
    const id = rig.simulator.addFault({ match, answer, holdAt: 'after-effect' });
    const handle = await rig.start('taskOperation', {
      verb: 'deleteTask',
      request: { task: 'fresh-relevance', space },
    });
    await until(() => sent('DELETE').some(({ stage }) => stage === 'effect'));
    const evaluators = [{ evaluatorId: 'relevance' }];
    const namesake = await rig.ax.createEvaluationTask({
      name: 'fresh-relevance',
      type: 'TEMPLATE_EVALUATION',
      space,
      project: 'support-bot',
      evaluators,
    });
    rig.simulator.releaseFault(id);
    expect(await handle.result()).toBeNull();
    expect(sent('DELETE')).toHaveLength(2);
    expect(await rig.ax.getTask({ task: namesake.id })).toMatchObject({ name: 'fresh-relevance' });
  });
});
