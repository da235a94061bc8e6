import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { WorkflowFailedError } from '@temporalio/client';
import { DefaultLogger, Worker, bundleWorkflowCode } from '@temporalio/worker';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { STEPS_MEMO } from '../../../src/model/pipeline/pipeline-memo.js';
import { TRIGGER_MEMO } from '../../../src/model/run/trigger-memo.js';
import { backfillPlanOf } from '../../../src/calendar/backfill-plan-of.js';
import type { BackfillPlan } from '../../../src/model/backfill/backfill.js';
import type { RunTaskInput } from '../../../src/model/run/inputs.js';
import type { RunFiringInput } from '../../../src/model/schedule/firing.js';
import type { RunResult } from '../../../src/model/run/run-result.js';
import type { TriggerMemo } from '../../../src/model/run/trigger-memo.js';
import { resetWorkflow } from '../../support/reset-workflow.js';
import { step } from '../../support/step.js';
import { until } from '../../support/until.js';
import { startWorkflowRig } from '../../support/workflow-rig.js';
import type { WorkflowRig } from '../../support/workflow-rig.js';
import type * as own from './workflows.js';

let rig: WorkflowRig;
let workflowBundle: WorkflowBundleWithSourceMap;

const bundle = (file: string): Promise<WorkflowBundleWithSourceMap> =>
  bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL(file, import.meta.url)),
    preloadModules: [fileURLToPath(new URL('../../../src/workflows/preload.js', import.meta.url))],
    logger: new DefaultLogger('ERROR'),
  });

const tell = (text: string): Promise<string> => Promise.resolve(`told: ${text}`);

beforeAll(async () => {
  workflowBundle = await bundle('workflows.ts');
  rig = await startWorkflowRig({
    realTime: true,
    activities: { tell },
    workflows: { workflowBundle },
  });
});

afterAll(() => rig.stop());

type Own = typeof own;

const start = <W extends keyof Own>(workflow: W, ...args: Parameters<Own[W]>) =>
  rig.env.client.workflow.start<Own[W]>(workflow, { taskQueue: 'test', workflowId: randomUUID(), args });

const WINDOW = { dataStartTime: '2026-11-01T00:00:00.000Z', dataEndTime: '2026-11-08T00:00:00.000Z' };

const evaluation = (key: string): RunTaskInput => ({
  intent: { task: 'nightly-hallucination', space: 'research', trigger: WINDOW, key },
  wait: { pollIntervalMs: 1000 },
});

const experiment: RunTaskInput = {
  intent: { task: 'generate-answers', space: 'research', trigger: {} },
  wait: { pollIntervalMs: 1000 },
};

const plan = {
  version: 1 as const,
  name: 'own',
  labels: {},
  steps: [step('answer', { task: 'generate-answers', pollIntervalMs: 1000 })],
};

const child = (parentId: string, label: string) =>
  rig.env.client.workflow.getHandle(`${parentId}/${label}`).describe();

test.concurrent(
  'a child with an input of a newer version waits for a newer worker, and is not failed',
  async () => {
    const handle = await start('runAsNewer', evaluation('newer'));
    const newer = rig.env.client.workflow.getHandle(`${handle.workflowId}/newer`);
    const problem = async (): Promise<string | undefined> =>
      (await newer.fetchHistory()).events
        ?.map(({ workflowTaskFailedEventAttributes: failed }) => failed?.failure?.message ?? undefined)
        .find((message) => message !== undefined);
    await until(() =>
      problem().then(
        (text) => text !== undefined,
        () => false,
      ),
    );
    expect(await problem()).toMatch(
      /^runTask waits for a worker of a newer version.*: input.ofNewerVersion: is not/,
    );
    expect((await newer.describe()).status.name).toBe('RUNNING');
    await handle.terminate();
  },
);

test.concurrent(
  'runs that a workflow calls side by side are children, each with a run and an experiment of its own',
  async () => {
    const handle = await start('runSideBySide', [experiment, experiment, evaluation('side by side')]);
    const results = await handle.result();
    expect(results.map(({ verdict }) => verdict)).toEqual(['good', 'good', 'good']);
    expect(new Set(results.map(({ runId }) => runId)).size).toBe(3);
    expect(new Set(results.map(({ experimentName }) => experimentName)).size).toBe(3);
    const second = await child(handle.workflowId, 'runTask-2');
    expect((second.memo?.[TRIGGER_MEMO] as TriggerMemo).runId).toBe(results[1]?.runId);
    expect((await handle.describe()).memo).toEqual({});
    await Worker.runReplayHistory({ workflowBundle }, await handle.fetchHistory(), handle.workflowId);
  },
);

test.concurrent('an activity of the worker’s own follows a run that is called by a label', async () => {
  const handle = await start('runThenTell', evaluation('label'));
  expect(await handle.result()).toBe('told: good');
  expect((await child(handle.workflowId, 'nightly')).type).toBe('runTask');
});

test.concurrent('a run that was started elsewhere is waited for', async () => {
  const { id } = await rig.ax.triggerRun({ task: 'nightly-hallucination', space: 'research', ...WINDOW });
  const handle = await start('waitThenTell', id);
  expect(await handle.result()).toBe('told: good');
});

test.concurrent('a pipeline is called as a function', async () => {
  const handle = await start('callPipeline', plan);
  const { steps } = await handle.result();
  expect(steps).toMatchObject([{ id: 'answer', state: 'succeeded' }]);
  const { memo, type } = await child(handle.workflowId, 'runPipeline-1');
  expect(type).toBe('runPipeline');
  expect(memo?.[STEPS_MEMO]).toEqual([{ id: 'answer', needs: [], task: 'generate-answers' }]);
});

test.concurrent('a pipeline is run as a child', async () => {
  const { steps } = await (await start('pipelineAsChild', plan)).result();
  expect(steps).toMatchObject([{ id: 'answer', state: 'succeeded' }]);
});

const backfillOf = async (start: string, end: string): Promise<BackfillPlan> => {
  const task = await rig.ax.getTask({ task: 'nightly-hallucination', space: 'research' });
  const range = { startMs: Date.parse(start), endMs: Date.parse(end) };
  return backfillPlanOf({ task, range, slice: '6h', options: { wait: { pollIntervalMs: 1000 } } });
};

test.concurrent(
  'backfills are called as functions, each a child that is found and steered as any other',
  async () => {
    const plans = [
      await backfillOf('2026-09-01T00:00:00Z', '2026-09-01T12:00:00Z'),
      await backfillOf('2026-09-02T00:00:00Z', '2026-09-02T12:00:00Z'),
    ];
    const handle = await start('callBackfills', plans);
    const results = await handle.result();
    expect(results.map(({ verdict, runs }) => [verdict, runs])).toEqual([
      ['good', 2],
      ['good', 2],
    ]);
    const { memo, type } = await child(handle.workflowId, 'runBackfill-2');
    expect(type).toBe('runBackfill');
    expect(memo).toMatchObject({ plan: { windows: 2 }, backfill: { windows: { evaluated: 2 } } });
  },
);

test.concurrent('a firing, whose time comes from its schedule, is refused as a function', async () => {
  const work = { kind: 'task', task: 'nightly-hallucination' } as RunFiringInput['work'];
  const handle = await start('callFiring', { schedule: 'x', window: null, settle: null, work });
  const error = (await handle.result().catch((reason: unknown) => reason)) as WorkflowFailedError;
  expect(error.cause).toMatchObject({ type: 'InvalidInput' });
  expect(error.cause?.message).toContain('runFiring cannot be called in the workflow callFiring');
});

test.concurrent.each<[keyof Own, unknown]>([
  ['runThenTell', {}],
  ['waitThenTell', 'no such id'],
  ['callPipeline', { name: 'p' }],
  ['callBackfills', [{}]],
  ['ensureTwice', {}],
])('a wrong input fails %s before a child is started', async (workflow, input) => {
  const handle = await start(workflow, input as never);
  const error = (await handle.result().catch((reason: unknown) => reason)) as WorkflowFailedError;
  expect(error.cause).toMatchObject({ type: 'InvalidInput' });
  const { events } = await handle.fetchHistory();
  expect(events?.some((event) => event.startChildWorkflowExecutionInitiatedEventAttributes)).toBe(false);
});

test.concurrent('a task is ensured, once', async () => {
  const definition = {
    name: 'from-a-workflow',
    type: 'TEMPLATE_EVALUATION',
    space: 'research',
    project: 'support-bot',
    evaluators: [{ evaluatorId: 'relevance' }],
  } as const;
  const results = await (
    await start('ensureTwice', { definition: { ...definition, evaluators: [...definition.evaluators] } })
  ).result();
  expect(results.map(({ action }) => action)).toEqual(['created', 'unchanged']);
});

test('a refused trigger fails with its own type', async () => {
  const wrong = { intent: { task: 'no-such-task', space: 'research', trigger: {} }, wait: null };
  const error: unknown = await (
    await start('runThenTell', wrong)
  )
    .result()
    .catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(WorkflowFailedError);
  expect((error as WorkflowFailedError).cause).toMatchObject({ type: 'AxNotFound' });
});

describe('cancelling a workflow that called a run', () => {
  const cancelWhileRunning = async (workflow: 'runThenTell' | 'tellWhenCancelled') => {
    rig.simulator.addBehaviour({ stuckAt: 'RUNNING' });
    const before = rig.simulator.journal().runs.length;
    const handle = await start(workflow, evaluation(workflow));
    await until(() => rig.simulator.journal().runs.length > before);
    await handle.cancel();
    return handle;
  };
  const lastRun = () => rig.simulator.journal().runs.at(-1);

  test('cancels the run, and ends the workflow as cancelled', async () => {
    const handle = await cancelWhileRunning('runThenTell');
    await expect(handle.result()).rejects.toBeInstanceOf(WorkflowFailedError);
    expect((await handle.describe()).status.name).toBe('CANCELLED');
    expect(lastRun()?.status).toBe('CANCELLED');
  });

  test('tells the workflow what the run had come to', async () => {
    const result = (await (await cancelWhileRunning('tellWhenCancelled')).result()) as RunResult;
    expect(result).toMatchObject({ runId: lastRun()?.runId, outcome: { kind: 'cancelled-by-us' } });
  });
});

test('a workflow that is reset while its run goes on does not start another one', async () => {
  rig.simulator.addBehaviour({ stuckAt: 'RUNNING' });
  const before = rig.simulator.journal().runs.length;
  const handle = await start('runThenTell', evaluation('reset'));
  await until(() => rig.simulator.journal().runs.length > before);
  const error: unknown = await (await resetWorkflow(rig.env, handle, 1)).result().catch((e: unknown) => e);
  expect((error as WorkflowFailedError).cause).toMatchObject({ type: 'InvalidInput' });
  expect(rig.simulator.journal().runs.slice(before)).toHaveLength(1);
  await rig.env.client.workflow.getHandle(`${handle.workflowId}/nightly`).cancel();
});

test('a call of a workflow that the worker does not know fails, and does not hang', async () => {
  const taskQueue = 'incomplete';
  const { nativeConnection: connection, client } = rig.env;
  const workflowBundle = await bundle('incomplete-workflows.ts');
  const worker = await Worker.create({
    connection,
    namespace: client.options.namespace,
    taskQueue,
    workflowBundle,
  });
  const error: unknown = await worker
    .runUntil(client.workflow.execute('callUnknown', { taskQueue, workflowId: randomUUID() }))
    .catch((reason: unknown) => reason);
  expect((error as WorkflowFailedError).cause).toMatchObject({
    type: 'InvalidInput',
    message: expect.stringContaining("export * from 'ax-tasks-temporal/workflows'") as string,
  });
});
