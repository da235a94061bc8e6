import { ApplicationFailure, WorkflowFailedError } from '@temporalio/client';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Operation } from '../../src/model/temporal/operations.js';
import type { Task } from '../../src/model/api/task.js';
import type { SimulatorFault } from '../../src/simulator/scripts/faults.js';
import { until } from '../support/until.js';
import { startWorkflowRig } from '../support/workflow-rig.js';
import type { WorkflowRig } from '../support/workflow-rig.js';

const CREATE = { method: 'POST', path: '/v2/tasks' };
const LIST = { method: 'GET', path: '/v2/tasks' };
const EMPTY_LIST = {
  kind: 'respond',
  status: 200,
  body: { tasks: [], pagination: { has_more: false } },
} as const;

const evaluation = {
  name: 'made-once',
  type: 'TEMPLATE_EVALUATION',
  space: 'research',
  project: 'support-bot',
  evaluators: [{ evaluatorId: 'relevance' }],
} as const;
const create: Operation = {
  verb: 'createEvaluationTask',
  request: { ...evaluation, evaluators: [...evaluation.evaluators] },
};
const createExperiment: Operation = {
  verb: 'createRunExperimentTask',
  request: {
    name: 'made-once',
    space: 'research',
    dataset: 'support-questions',
    runConfiguration: {
      experiment_type: 'AGENT_CALL',
      integration: 'support-agent',
      input_template: { question: '{{question}}' },
    },
  },
};

let rig: WorkflowRig;
afterEach(() => rig.simulator.reset());

const call = async (operation: Operation): Promise<Task> =>
  (await (await rig.start('taskOperation', operation)).result()) as Task;
const failureOf = async (operation: Operation): Promise<ApplicationFailure> => {
  const error: unknown = await call(operation).catch((reason: unknown) => reason);
  const cause = error instanceof WorkflowFailedError ? error.cause : error;
  if (cause instanceof ApplicationFailure) return cause;
  throw new Error(`expected an ApplicationFailure, got ${String(cause)}`);
};
const posts = () =>
  rig.simulator.journal().requests.filter(({ method, path }) => method === 'POST' && path === '/v2/tasks');
const tasksOfName = async (): Promise<Task[]> => {
  const { items } = await rig.ax.listTasks({ space: 'research', name: 'made-once' });
  return items;
};

describe('a create,', () => {
  beforeAll(async () => {
    rig = await startWorkflowRig();
    return () => rig.stop();
  });

  test.each<[string, SimulatorFault['answer'] & object, number]>([
    ['lost after it took effect', { kind: 'drop', at: 'after-effect' }, 1],
    ['a 500 after it took effect', { kind: 'respond', status: 500, body: '', afterEffect: true }, 1],
    ['broken off', { kind: 'half' }, 1],
    ['not JSON', { kind: 'garbage' }, 1],
    ['lost before it took effect', { kind: 'drop', at: 'before-effect' }, 2],
    ['a 503', { kind: 'respond', status: 503, body: '' }, 2],
    ['a 429', { kind: 'respond', status: 429, headers: { 'retry-after': '7' }, body: '' }, 2],
  ])('whose answer is %s makes one task', async (_title, answer, sent) => {
    rig.simulator.addFault({ match: CREATE, answer });
    const task = await call(create);
    expect(posts()).toHaveLength(sent);
    expect((await tasksOfName()).map(({ id }) => id)).toEqual([task.id]);
  });

  test('of a task that runs experiments is settled too', async () => {
    rig.simulator.addFault({ match: CREATE, answer: { kind: 'drop', at: 'after-effect' } });
    const task = await call(createExperiment);
    expect(posts()).toHaveLength(1);
    expect(task).toMatchObject({ type: 'RUN_EXPERIMENT', name: 'made-once' });
  });

  test('whose task shows up late is found at the second look', async () => {
    rig.simulator.addFault({ match: CREATE, answer: { kind: 'drop', at: 'after-effect' } });
    rig.simulator.addFault({ match: LIST, answer: EMPTY_LIST, times: 2 });
    const task = await call(create);
    expect(posts()).toHaveLength(1);
    expect((await tasksOfName()).map(({ id }) => id)).toEqual([task.id]);
  });

  test('whose task shows up later than that learns from the refused second POST that the first one worked', async () => {
    rig.simulator.addFault({ match: CREATE, answer: { kind: 'drop', at: 'after-effect' } });
    rig.simulator.addFault({ match: LIST, answer: EMPTY_LIST, times: 3 });
    const task = await call(create);
    expect(posts().map(({ status }) => status)).toEqual([null, 409]);
    expect((await tasksOfName()).map(({ id }) => id)).toEqual([task.id]);
  });

  test('looks on while the service is down, and sends nothing blindly', async () => {
    rig.simulator.addFault({ match: CREATE, answer: { kind: 'drop', at: 'after-effect' } });
    const answer = { kind: 'respond', status: 503, body: '' } as const;
    rig.simulator.addFault({ match: LIST, answer, skip: 1, times: 4 });
    await call(create);
    expect(posts()).toHaveLength(1);
  });

  test('is given up as CreateUnresolved after three POSTs without a trace', async () => {
    rig.simulator.addFault({ match: CREATE, answer: { kind: 'drop', at: 'before-effect' }, times: 'always' });
    expect((await failureOf(create)).type).toBe('CreateUnresolved');
    expect(posts()).toHaveLength(3);
  });

  test('bears looks that are refused for a while', async () => {
    rig.simulator.addFault({ match: CREATE, answer: { kind: 'drop', at: 'after-effect' } });
    const answer = { kind: 'respond', status: 401, body: '' } as const;
    rig.simulator.addFault({ match: LIST, answer, skip: 1, times: 3 });
    expect((await call(create)).name).toBe('made-once');
    expect(posts()).toHaveLength(1);
  });

  test('is given up as CreateUnresolved where the key no longer may look', async () => {
    rig.simulator.addFault({ match: CREATE, answer: { kind: 'drop', at: 'after-effect' } });
    const answer = { kind: 'respond', status: 401, body: '' } as const;
    rig.simulator.addFault({ match: LIST, answer, skip: 1, times: 'always' });
    expect((await failureOf(create)).type).toBe('CreateUnresolved');
    expect(posts()).toHaveLength(1);
  });

  test('that is refused for now is given up after two minutes', async () => {
    const answer = { kind: 'respond', status: 429, headers: { 'retry-after': '50' }, body: '' } as const;
    rig.simulator.addFault({ match: CREATE, answer, times: 'always' });
    expect((await failureOf(create)).type).toBe('AxRateLimit');
    expect(posts()).toHaveLength(3);
  });

  test('of a name that is taken sends nothing', async () => {
    const taken: Operation = { ...create, request: { ...create.request, name: 'json-check' } };
    const failure = await failureOf(taken);
    expect(failure.type).toBe('AxConflict');
    expect(failure.message).toContain('"json-check"');
    expect(posts()).toHaveLength(0);
  });

  test('of a name in another casing is a create of another name', async () => {
    const cased = { ...create, request: { ...create.request, name: 'JSON-Check' } } as Operation;
    expect((await call(cased)).name).toBe('JSON-Check');
  });

  test('of a name that another space has is no conflict', async () => {
    const other = { ...create, request: { ...create.request, name: 'prod-only-audit' } } as Operation;
    expect((await call(other)).name).toBe('prod-only-audit');
  });

  test('by the ID of a project, with a space that is another one, looks in the project alone', async () => {
    const { id } = await rig.ax.resolveProject({ project: 'support-bot', space: 'research' });
    const { id: evaluatorId } = await rig.ax.resolveEvaluator({ evaluator: 'relevance', space: 'research' });
    rig.simulator.addFault({ match: CREATE, answer: { kind: 'drop', at: 'after-effect' } });
    const request = { ...evaluation, name: 'prod-only-audit', space: 'prod', project: id };
    const made = await call({
      verb: 'createEvaluationTask',
      request: { ...request, evaluators: [{ evaluatorId }] },
    });
    expect(made).toMatchObject({ name: 'prod-only-audit', projectId: id });
    expect(posts()).toHaveLength(1);
  });

  test('is a conflict where the name turns out to be a stranger’s', async () => {
    const fault = rig.simulator.addFault({
      match: CREATE,
      answer: { kind: 'drop', at: 'before-effect' },
      holdAt: 'before-effect',
    });
    const handle = await rig.start('taskOperation', create);
    await until(() => posts().some(({ stage }) => stage === 'body'));
    await rig.ax.createEvaluationTask({
      ...evaluation,
      evaluators: [{ evaluatorId: 'relevance' }],
      project: 'quiet-project',
    });
    rig.simulator.releaseFault(fault);
    const error: unknown = await handle.result().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ cause: { type: 'AxConflict' } });
    expect(await tasksOfName()).toHaveLength(1);
  });

  test('that the service refuses fails as that, after one POST', async () => {
    const refused = { status: 422, title: 'Unprocessable' };
    rig.simulator.addFault({ match: CREATE, answer: { kind: 'respond', status: 422, body: refused } });
    expect((await failureOf(create)).type).toBe('AxUnprocessable');
    expect(posts()).toHaveLength(1);
  });
});

// On a real server: the time-skipping one loses a workflow task in which a cancel crosses the end of an activity.
describe('a create that is cancelled', () => {
  beforeAll(async () => {
    rig = await startWorkflowRig({ realTime: true });
    return () => rig.stop();
  });

  test('during its POST waits for the answer, and returns the task that was made', async () => {
    const fault = rig.simulator.addFault({ match: CREATE, holdAt: 'after-effect' });
    const handle = await rig.start('taskOperation', create);
    await until(() => posts().some(({ stage }) => stage === 'effect'));
    await handle.cancel();
    rig.simulator.releaseFault(fault);
    const [made] = await tasksOfName();
    expect(await handle.result()).toMatchObject({ id: made?.id, name: 'made-once' });
  });

  test('while a refused POST waits to be sent again makes nothing', async () => {
    const answer = { kind: 'respond', status: 429, headers: { 'retry-after': '100' }, body: '' } as const;
    rig.simulator.addFault({ match: CREATE, answer, times: 'always' });
    const handle = await rig.start('taskOperation', create);
    await until(() => posts().some(({ status }) => status === 429));
    await handle.cancel();
    await expect(handle.result()).rejects.toBeInstanceOf(WorkflowFailedError);
    expect((await handle.describe()).status.name).toBe('CANCELLED');
    expect(await tasksOfName()).toEqual([]);
  });
});
