import type { WorkflowHandle } from '@temporalio/client';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { RunTaskInput } from '../../src/model/run/inputs.js';
import { turnWorkflowId } from '../../src/model/temporal/names.js';
import type { RunResult } from '../../src/model/run/run-result.js';
import { resetWorkflow } from '../support/reset-workflow.js';
import { until } from '../support/until.js';
import { startWorkflowRig } from '../support/workflow-rig.js';
import type { WorkflowRig } from '../support/workflow-rig.js';

const TRIGGER = { method: 'POST', path: '/v2/tasks/*/trigger' };
const WINDOW = { dataStartTime: '2026-11-01T00:00:00.000Z', dataEndTime: '2026-11-08T00:00:00.000Z' };

const input = (task: string, trigger: RunTaskInput['intent']['trigger'], key = 'a'): RunTaskInput => ({
  intent: { task, space: 'research', trigger, key },
  wait: { pollIntervalMs: 1000 },
  settleMs: 300,
});
const unmarked = (key: string): RunTaskInput =>
  input('score-experiments', { overrideEvaluations: true }, key);
const windowed = (key: string): RunTaskInput =>
  input('nightly-hallucination', { ...WINDOW, overrideEvaluations: true }, key);

let rig: WorkflowRig;

beforeAll(async () => {
  rig = await startWorkflowRig({ realTime: true });
});
afterEach(() => rig.simulator.reset());
afterAll(() => rig.stop());

const createdRuns = (): string[] => rig.simulator.journal().runs.map(({ runId }) => runId);
const loseNextAnswer = (): unknown =>
  rig.simulator.addFault({ match: TRIGGER, answer: { kind: 'drop', at: 'after-effect' } });

describe('two intents whose runs the list cannot tell apart', () => {
  test.each([
    ['without a window', unmarked],
    ['with the same window and other keys', windowed],
  ])('%s get a run each, though the first answer is lost', async (_what, intent) => {
    loseNextAnswer();
    const handles = await Promise.all(['a', 'b', 'c'].map((key) => rig.start('runTask', intent(key))));
    const results = await Promise.all(handles.map((handle) => handle.result()));
    expect(results.map(({ outcome }) => outcome.kind)).toEqual(['succeeded', 'succeeded', 'succeeded']);
    expect(new Set(results.map(({ runId }) => runId)).size).toBe(3);
    expect(createdRuns()).toHaveLength(3);
    expect(rig.triggers()).toHaveLength(3);
  });

  test('do not wait for each other for ever when one is terminated in its turn', async () => {
    const fault = rig.simulator.addFault({ match: TRIGGER, holdAt: 'before-effect' });
    const first = await rig.start('runTask', unmarked('first'));
    await until(() => rig.triggers().length === 1);
    const second = await rig.start('runTask', unmarked('second'));
    await first.terminate();
    expect((await second.result()).outcome.kind).toBe('succeeded');
    rig.simulator.removeFaults(fault);
  });

  test('tell a deadline that passes while another has the turn', async () => {
    const fault = rig.simulator.addFault({ match: TRIGGER, holdAt: 'before-effect' });
    const first = await rig.start('runTask', unmarked('slow'));
    await until(() => rig.triggers().length === 1);
    const late = await rig.start('runTask', { ...unmarked('late'), wait: { timeoutMs: 1500 } });
    expect((await late.result()).outcome).toMatchObject({
      kind: 'timed-out-cancelled',
      reason: expect.stringContaining('before a run of task score-experiments') as unknown,
    });
    rig.simulator.releaseFault(fault);
    await first.result();
    expect(rig.triggers()).toHaveLength(1);
  });

  test('can be cancelled while waiting for a turn, and trigger nothing then', async () => {
    const fault = rig.simulator.addFault({ match: TRIGGER, holdAt: 'before-effect' });
    const first = await rig.start('runTask', unmarked('first'));
    await until(() => rig.triggers().length === 1);
    const second = await rig.start('runTask', unmarked('second'));
    await until(async () => ((await second.describe()).raw.pendingActivities?.length ?? 0) > 0);
    await second.cancel();
    await expect(second.result()).rejects.toThrow('cancelled');
    rig.simulator.releaseFault(fault);
    await first.result();
    expect(rig.triggers()).toHaveLength(1);
  });
});

const reset = (handle: WorkflowHandle, nthTask: number): Promise<WorkflowHandle> =>
  resetWorkflow(rig.env, handle, nthTask);

const completedTasks = async (handle: WorkflowHandle): Promise<number> => {
  const { events } = await handle.fetchHistory();
  return (events ?? []).filter((event) => event.workflowTaskCompletedEventAttributes).length;
};

const resultOf = async (handle: WorkflowHandle): Promise<RunResult> => (await handle.result()) as RunResult;

describe('a workflow that is reset', () => {
  // From its second workflow task on, its history has the answer to the trigger.
  test.each([
    [1, 'adopted'],
    [2, 'created'],
    [3, 'created'],
  ] as const)('to its workflow task %i has the run that it %s', async (task, how) => {
    const handle = await rig.start('runTask', windowed('reset'));
    const before = await handle.result();
    const after = await resultOf(await reset(handle, task));
    expect(after.runId).toBe(before.runId);
    expect(after.provenance.how).toBe(how);
    expect(rig.triggers()).toHaveLength(1);
  });

  test('during the POST adopts its run', async () => {
    const fault = rig.simulator.addFault({ match: TRIGGER, holdAt: 'after-effect' });
    const handle = await rig.start('runTask', windowed('reset'));
    await until(() => createdRuns().length === 1);
    const again = await reset(handle, 1);
    rig.simulator.releaseFault(fault);
    const result = await resultOf(again);
    expect(createdRuns()).toEqual([result.runId]);
    expect(result.provenance.how).toBe('adopted');
    expect(rig.triggers()).toHaveLength(1);
  });

  test('twice adopts it still', async () => {
    const handle = await rig.start('runTask', windowed('reset'));
    const before = await handle.result();
    const once = await reset(handle, 1);
    await once.result();
    const after = await resultOf(await reset(once, 1));
    expect(after.runId).toBe(before.runId);
    expect(rig.triggers()).toHaveLength(1);
  });

  test('before it triggered anything triggers once', async () => {
    const fault = rig.simulator.addFault({
      match: { method: 'GET', path: '/v2/spaces' },
      holdAt: 'headers',
      times: 'always',
    });
    const handle = await rig.start('runTask', input('generate-answers', { experimentName: 'reset-early' }));
    await until(async () => (await completedTasks(handle)) > 0);
    const again = await reset(handle, 1);
    rig.simulator.removeFaults(fault);
    expect((await resultOf(again)).provenance).toMatchObject({ how: 'created', posts: 1 });
    expect(rig.triggers()).toHaveLength(1);
  });
});

test('a turn is named after the task and its window', () => {
  expect(turnWorkflowId({ taskId: 'T1', window: null })).toBe('ax-turn/T1/any');
  expect(turnWorkflowId({ taskId: 'T1', window: WINDOW })).toContain(WINDOW.dataEndTime);
});
