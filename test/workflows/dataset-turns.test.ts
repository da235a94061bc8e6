import type { WorkflowHandle } from '@temporalio/client';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { RunTaskInput } from '../../src/model/run/inputs.js';
import { resetWorkflow } from '../support/reset-workflow.js';
import { until } from '../support/until.js';
import { startWorkflowRig } from '../support/workflow-rig.js';
import type { WorkflowRig } from '../support/workflow-rig.js';

const experiment = (name: string, more: Partial<RunTaskInput> = {}): RunTaskInput => ({
  intent: { task: 'generate-answers', space: 'research', trigger: { experimentName: name } },
  wait: { pollIntervalMs: 1000 },
  settleMs: 300,
  ...more,
});

let rig: WorkflowRig;

beforeAll(async () => {
  rig = await startWorkflowRig({ realTime: true });
});
afterEach(() => rig.simulator.reset());
afterAll(() => rig.stop());

/** The most runs that were active at one time, by the simulator's own record. */
function mostAtOnce(): number {
  const runs = rig.simulator.journal().runs;
  return Math.max(...runs.map(({ createdAt }) => runs.filter((run) => isActiveAt(run, createdAt)).length));
}

const isActiveAt = (run: { createdAt: string; finishedAt: string | null }, at: string): boolean =>
  run.createdAt <= at && (run.finishedAt === null || run.finishedAt > at);

const isWaiting = (handle: WorkflowHandle) =>
  until(async () =>
    JSON.stringify((await handle.describe()).raw.pendingActivities).includes('takeDatasetTurn'),
  );

test('experiments of one dataset run one at a time, whoever starts them', async () => {
  const handles = await Promise.all(
    ['one', 'two', 'three'].map((name) => rig.start('runTask', experiment(name))),
  );
  const results = await Promise.all(handles.map((handle) => handle.result()));
  expect(results.map(({ outcome }) => outcome.kind)).toEqual(['succeeded', 'succeeded', 'succeeded']);
  expect(mostAtOnce()).toBe(1);
});

test('experiments that share the dataset run at once', async () => {
  const handles = await Promise.all(
    ['one', 'two'].map((name) => rig.start('runTask', experiment(name, { shareDataset: true }))),
  );
  await until(() => rig.simulator.journal().runs.length === 2);
  await Promise.all(handles.map((handle) => handle.result()));
  expect(mostAtOnce()).toBe(2);
});

test('a run that nobody waits for any more is waited for by the next experiment', async () => {
  rig.simulator.addBehaviour({ stuckAt: 'RUNNING' });
  const left = await (await rig.start('runTask', experiment('left', { wait: null }))).result();
  const next = await rig.start('runTask', experiment('next'));
  await isWaiting(next);
  expect(rig.triggers()).toHaveLength(1);
  await rig.ax.cancelRun({ runId: left.runId ?? '' });
  expect((await next.result()).outcome.kind).toBe('succeeded');
});

test('a workflow that was terminated before it triggered does not keep its turn', async () => {
  const fault = rig.simulator.addFault({
    match: { method: 'POST', path: '/v2/tasks/*/trigger' },
    holdAt: 'before-effect',
  });
  const first = await rig.start('runTask', experiment('first'));
  await until(() => rig.triggers().length === 1);
  const second = await rig.start('runTask', experiment('second'));
  await isWaiting(second);
  await first.terminate();
  rig.simulator.removeFaults(fault);
  expect((await second.result()).outcome.kind).toBe('succeeded');
});

test('a deadline that passes while another experiment runs is told, and nothing is triggered', async () => {
  rig.simulator.addBehaviour({ stuckAt: 'RUNNING' });
  const first = await rig.start('runTask', experiment('first'));
  await until(() => rig.simulator.journal().runs.length === 1);
  const late = await rig.start('runTask', experiment('late', { wait: { timeoutMs: 1500 } }));
  expect((await late.result()).outcome).toMatchObject({
    kind: 'timed-out-cancelled',
    reason: expect.stringContaining('experiments of one dataset run one at a time') as unknown,
  });
  expect(rig.triggers()).toHaveLength(1);
  await first.cancel();
  await expect(first.result()).rejects.toThrow('cancelled');
});

test('a cancel ends the wait for a turn, and nothing is triggered', async () => {
  rig.simulator.addBehaviour({ stuckAt: 'RUNNING' });
  const first = await rig.start('runTask', experiment('first'));
  await until(() => rig.simulator.journal().runs.length === 1);
  const second = await rig.start('runTask', experiment('second'));
  await isWaiting(second);
  await second.cancel();
  await expect(second.result()).rejects.toThrow('cancelled');
  await first.cancel();
  await expect(first.result()).rejects.toThrow('cancelled');
  expect(rig.triggers()).toHaveLength(1);
});

test('a reset keeps the turn, and the run', async () => {
  const handle = await rig.start('runTask', experiment('reset'));
  const before = await handle.result();
  const after = (await (await resetWorkflow(rig.env, handle, 1)).result()) as { runId: string };
  expect(after.runId).toBe(before.runId);
  expect(rig.triggers()).toHaveLength(1);
});

test('a run that cannot be seen for ten minutes does not keep its turn', async () => {
  const skipping = await startWorkflowRig();
  const left = await (await skipping.start('runTask', experiment('left', { wait: null }))).result();
  const refused = { kind: 'respond', status: 403, body: '' } as const;
  const match = { method: 'GET', path: `/v2/task-runs/${left.runId}` };
  skipping.simulator.addFault({ match, answer: refused, times: 'always' });
  const next = await skipping.start('runTask', experiment('next'));
  expect((await next.result()).outcome.kind).toBe('succeeded');
  expect(skipping.triggers()).toHaveLength(2);
  await skipping.stop();
});
