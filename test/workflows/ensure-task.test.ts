import { ApplicationFailure, WorkflowFailedError } from '@temporalio/client';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { EnsureTaskInput, EnsureTaskResult } from '../../src/model/task/ensure-task.js';
import type { EvaluationDefinition, TaskDefinition } from '../../src/model/api/task-definition.js';
import { until } from '../support/until.js';
import { startWorkflowRig } from '../support/workflow-rig.js';
import type { WorkflowRig } from '../support/workflow-rig.js';

const space = 'research';
const fresh: EvaluationDefinition = {
  name: 'fresh-relevance',
  type: 'TEMPLATE_EVALUATION',
  space,
  project: 'support-bot',
  evaluators: [{ evaluatorId: 'relevance' }],
};
const absent: EvaluationDefinition = { ...fresh, name: 'as-code', samplingRate: 0.5 };
const agent: TaskDefinition = {
  name: 'call-agent',
  type: 'RUN_EXPERIMENT',
  space,
  dataset: 'support-questions',
  runConfiguration: {
    experiment_type: 'agent_call',
    integration: 'support-agent',
    input_template: { question: '{{dataset.question}}' },
  },
};
const CREATE = { method: 'POST', path: '/v2/tasks' };

let rig: WorkflowRig;
afterEach(() => rig.simulator.reset());

const ensure = async (
  definition: TaskDefinition,
  more: Partial<EnsureTaskInput> = {},
): Promise<EnsureTaskResult> => (await rig.start('ensureTask', { definition, ...more })).result();
const failureOf = async (result: Promise<unknown>): Promise<ApplicationFailure> => {
  const error: unknown = await result.catch((reason: unknown) => reason);
  const cause = error instanceof WorkflowFailedError ? error.cause : error;
  if (cause instanceof ApplicationFailure) return cause;
  throw new Error(`expected an ApplicationFailure, got ${String(cause)}`);
};
const writes = () =>
  rig.simulator
    .journal()
    .requests.filter(({ method }) => method !== 'GET')
    .map(({ method }) => method);

describe('ensureTask,', () => {
  beforeAll(async () => {
    rig = await startWorkflowRig();
    return () => rig.stop();
  });

  test('creates a task that is not there, and then has nothing to do', async () => {
    const first = await ensure(absent);
    expect(first).toMatchObject({ action: 'created', task: { name: 'as-code', samplingRate: 0.5 } });
    expect(first.changes).toContainEqual({ field: 'samplingRate', from: null, to: 0.5 });
    expect(await ensure(absent)).toMatchObject({
      action: 'unchanged',
      changes: [],
      task: { id: first.task?.id },
    });
    expect(writes()).toEqual(['POST']);
  });

  test('changes what differs and nothing else, and says what', async () => {
    const definition = { ...fresh, queryFilter: "span_kind = 'LLM'", samplingRate: 0.25 };
    const result = await ensure(definition);
    expect(result).toMatchObject({
      action: 'updated',
      task: { queryFilter: "span_kind = 'LLM'", samplingRate: 0.25, isContinuous: false },
      changes: [
        { field: 'samplingRate', from: 1, to: 0.25 },
        { field: 'queryFilter', from: null, to: "span_kind = 'LLM'" },
      ],
    });
    const patch = rig.simulator.journal().requests.find(({ method }) => method === 'PATCH');
    expect(patch?.body).toEqual({ sampling_rate: 0.25, query_filter: "span_kind = 'LLM'" });
    expect((await ensure({ ...definition, queryFilter: null })).task?.queryFilter).toBeNull();
  });

  test('keeps a pin that the definition does not speak of, and takes away one that it denies', async () => {
    const nightly = {
      ...fresh,
      name: 'nightly-hallucination',
      evaluators: [{ evaluatorId: 'hallucination' }],
    };
    expect(await ensure(nightly)).toMatchObject({ action: 'unchanged' });
    const unpinned = { ...nightly, evaluators: [{ evaluatorId: 'hallucination', evaluatorVersionId: null }] };
    const { action, task, changes } = await ensure(unpinned);
    expect({ action, fields: changes.map(({ field }) => field) }).toEqual({
      action: 'updated',
      fields: ['evaluators.hallucination'],
    });
    expect(task?.evaluators[0]).toMatchObject({
      evaluatorVersionId: null,
      columnMappings: { input: 'attributes.input.value', output: 'attributes.output.value' },
    });
  });

  test('sees that a configuration means the same in another casing and spelling', async () => {
    expect(await ensure(agent)).toMatchObject({ action: 'unchanged' });
  });

  test('replaces a configuration that differs, with the names in it turned into IDs', async () => {
    const runConfiguration = {
      experiment_type: 'LLM_GENERATION',
      ai_integration: 'openai-main',
      messages: [{ role: 'user', content: 'Answer: {question}' }],
      input_variable_format: 'f_string',
    };
    const definition: TaskDefinition = { ...agent, name: 'generate-answers', runConfiguration };
    const { action, changes } = await ensure(definition);
    expect(action).toBe('updated');
    expect(changes.map(({ field }) => field)).toEqual([
      'runConfiguration.invocation_parameters',
      'runConfiguration.messages',
    ]);
    expect(await ensure(definition)).toMatchObject({ action: 'unchanged' });
  });

  test.each([
    ['a task that is not there', absent, 'created'],
    ['a task that differs', { ...fresh, samplingRate: 0.1 }, 'updated'],
    ['a task that is so already', fresh, 'unchanged'],
  ])('on a dry run says what it would do with %s, and does nothing', async (_title, definition, action) => {
    expect(await ensure(definition, { isDryRun: true })).toMatchObject({ action, isDryRun: true });
    expect(writes()).toEqual([]);
  });

  test('refuses to change what cannot be changed, naming both values', async () => {
    const { id } = await rig.ax.resolveProject({ project: 'quiet-project', space });
    const failure = await failureOf(ensure({ ...fresh, project: 'quiet-project' }));
    expect(failure.type).toBe('AxConflict');
    expect(failure.message).toMatch(new RegExp(`project is "\\S+" and the definition says "${id}"`));
    expect(await failureOf(ensure({ ...agent, name: 'fresh-relevance' }))).toMatchObject({
      message: expect.stringContaining(
        'type is "TEMPLATE_EVALUATION" and the definition says "RUN_EXPERIMENT"',
      ) as string,
    });
    expect(writes()).toEqual([]);
  });

  test('refuses a definition that no create would take, before anything is sent', async () => {
    const failure = await failureOf(ensure({ ...fresh, samplingRate: 2 }));
    expect(failure.type).toBe('InvalidInput');
    expect(rig.simulator.journal().requests).toEqual([]);
  });

  test.each([
    ['did', 'after-effect', ['POST']],
    ['did not', 'before-effect', ['POST', 'POST']],
  ] as const)('creates one task where the answer was lost of a create that %s work', async (_t, at, sent) => {
    rig.simulator.addFault({ match: CREATE, answer: { kind: 'drop', at } });
    expect(await ensure(absent, { settleMs: 1000 })).toMatchObject({ action: 'created' });
    expect(writes()).toEqual(sent);
  });

  test('brings into shape what somebody else created at the same moment', async () => {
    const fault = rig.simulator.addFault({ match: CREATE, holdAt: 'before-effect' });
    const handle = await rig.start('ensureTask', { definition: absent });
    await until(() => writes().length > 0);
    const theirs = await rig.ax.createEvaluationTask({
      name: 'as-code',
      type: 'TEMPLATE_EVALUATION',
      space,
      project: 'support-bot',
      evaluators: [{ evaluatorId: 'relevance' }],
    });
    rig.simulator.releaseFault(fault);
    expect(await handle.result()).toMatchObject({
      action: 'updated',
      task: { id: theirs.id, samplingRate: 0.5 },
      changes: [{ field: 'samplingRate', from: 1, to: 0.5 }],
    });
  });
});
