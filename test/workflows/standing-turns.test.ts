import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { RunTaskInput } from '../../src/model/run/inputs.js';
import { HOLDER_MEMO } from '../../src/model/run/turn.js';
import type { TurnHolder } from '../../src/model/run/turn.js';
import { turnWorkflowId } from '../../src/model/temporal/names.js';
import { WORKFLOWS } from '../../src/model/temporal/workflow-types.js';
import { resetWorkflow } from '../support/reset-workflow.js';
import { until } from '../support/until.js';
import { startWorkflowRig } from '../support/workflow-rig.js';
import type { WorkflowRig } from '../support/workflow-rig.js';

const TRIGGER = { method: 'POST', path: '/v2/tasks/*/trigger' };
const WINDOW = { dataStartTime: '2026-11-01T00:00:00.000Z', dataEndTime: '2026-11-08T00:00:00.000Z' };

const windowed = (key: string, more: Partial<RunTaskInput> = {}): RunTaskInput => ({
  intent: {
    ...{ task: 'nightly-hallucination', space: 'research', key },
    trigger: { ...WINDOW, overrideEvaluations: true },
  },
  wait: { pollIntervalMs: 1000 },
  settleMs: 300,
  ...more,
});

let rig: WorkflowRig;
let turnId: string;

beforeAll(async () => {
  rig = await startWorkflowRig({ realTime: true });
  const { id: taskId } = await rig.ax.getTask({ task: 'nightly-hallucination', space: 'research' });
  turnId = turnWorkflowId({ taskId, window: WINDOW });
});
afterEach(() => rig.simulator.reset());
afterAll(() => rig.stop());

const theTurn = () => rig.env.client.workflow.getHandle(turnId).describe();
const LIST = { method: 'GET', path: '/v2/tasks/*/runs' };
const createdRuns = () => rig.simulator.journal().runs.map(({ runId }) => runId);
const holdPost = () => rig.simulator.addFault({ match: TRIGGER, holdAt: 'before-effect' });

/** Holds the turn as if it had been taken by this execution, which did not give it back. */
async function leaveTurn(holder: TurnHolder): Promise<void> {
  await rig.env.client.workflow.start(WORKFLOWS.holdTurn, {
    workflowId: turnId,
    ...{ taskQueue: 'test', args: [{ holder: holder.workflowId }], startDelay: '1 day' },
    memo: { [HOLDER_MEMO]: holder },
  });
}

const holderOf = async (handle: WorkflowHandle): Promise<TurnHolder> => {
  const { workflowId, runId } = await handle.describe();
  return { workflowId, executionId: runId, originalExecutionId: runId };
};

test('a turn is held by an execution that no worker runs, and is given back once the run is known', async () => {
  rig.simulator.addBehaviour({ stuckAt: 'RUNNING' });
  const fault = holdPost();
  const handle = await rig.start('runTask', windowed('a'));
  await until(() => rig.triggers().length === 1);
  const held = await theTurn();
  expect(held.status.name).toBe('RUNNING');
  expect(held.memo?.[HOLDER_MEMO]).toMatchObject({ workflowId: handle.workflowId });
  rig.simulator.releaseFault(fault);
  await until(async () => (await theTurn()).status.name === 'TERMINATED');
  expect((await theTurn()).historyLength).toBe(2);
  expect((await handle.describe()).status.name).toBe('RUNNING');
  await handle.cancel();
  await expect(handle.result()).rejects.toThrow('cancelled');
});

test.each<[string, Partial<RunTaskInput>]>([
  ['nobody waits for', { wait: null }],
  ['somebody waits for', {}],
])('the turn of a run that %s is not held at the end', async (_what, more) => {
  await (await rig.start('runTask', windowed('a', more))).result();
  expect((await theTurn()).status.name).toBe('TERMINATED');
});

test('a trigger that is refused, or cancelled before its POST, gives the turn back', async () => {
  const body = { status: 403, title: 'No' };
  rig.simulator.addFault({ match: TRIGGER, answer: { kind: 'respond', status: 403, body } });
  await expect((await rig.start('runTask', windowed('a'))).result()).rejects.toThrow();
  expect((await theTurn()).status.name).toBe('TERMINATED');
  rig.simulator.addFault({
    match: TRIGGER,
    answer: { kind: 'respond', status: 429, body: {} },
    times: 'always',
  });
  const handle = await rig.start('runTask', windowed('b'));
  await until(() => rig.triggers().length === 2);
  await handle.cancel();
  await expect(handle.result()).rejects.toThrow('cancelled');
  expect((await theTurn()).status.name).toBe('TERMINATED');
});

test('a fence that was refused is read again, in the turn that was taken', async () => {
  rig.simulator.addFault({ match: LIST, answer: { kind: 'respond', status: 503, body: {} } });
  const handle = await rig.start('runTask', windowed('a'));
  expect((await handle.result()).provenance).toMatchObject({ how: 'created', posts: 1 });
  const { events } = await handle.fetchHistory();
  const activities = (events ?? []).flatMap(
    ({ activityTaskScheduledEventAttributes: scheduled }) => scheduled?.activityType?.name ?? [],
  );
  expect(activities).toEqual(['takeTurn', 'triggerRun', 'awaitRuns']);
  expect((await theTurn()).memo?.[HOLDER_MEMO]).toMatchObject({ workflowId: handle.workflowId });
});

test('a turn that was not given back is taken from a workflow that has its run', async () => {
  rig.simulator.addBehaviour({ stuckAt: 'RUNNING' });
  const first = await rig.start('runTask', windowed('a'));
  await rig.untilWaitingFor(1);
  await until(async () => (await theTurn()).status.name === 'TERMINATED');
  await leaveTurn(await holderOf(first));
  const second = await (await rig.start('runTask', windowed('b', { wait: null }))).result();
  expect(second.provenance).toMatchObject({ how: 'created', posts: 1 });
  expect(createdRuns()).toHaveLength(2);
  await first.cancel();
  await expect(first.result()).rejects.toThrow('cancelled');
});

test('a turn of a workflow that Temporal does not have is free', async () => {
  const executionId = randomUUID();
  await leaveTurn({ workflowId: 'gone', executionId, originalExecutionId: executionId });
  const { provenance } = await (await rig.start('runTask', windowed('a'))).result();
  expect(provenance).toMatchObject({ how: 'created', posts: 1 });
});

test('a workflow that is reset in its turn keeps it from the others until it has its run', async () => {
  const fault = rig.simulator.addFault({ match: TRIGGER, holdAt: 'after-effect' });
  const first = await rig.start('runTask', windowed('a'));
  await until(() => createdRuns().length === 1);
  const second = await rig.start('runTask', windowed('b'));
  await until(async () =>
    JSON.stringify((await second.describe()).raw.pendingActivities).includes('takeTurn'),
  );
  const again = await resetWorkflow(rig.env, first, 1);
  rig.simulator.releaseFault(fault);
  const results = [(await again.result()) as { runId: string }, await second.result()];
  expect(results.map(({ runId }) => runId)).toEqual(createdRuns());
  expect(rig.triggers()).toHaveLength(2);
});

test('the same intent started again after its workflow was terminated in its turn looks for its run first', async () => {
  const fault = rig.simulator.addFault({ match: TRIGGER, holdAt: 'after-effect' });
  const first = await rig.startAs('terminated', 'runTask', windowed('a'));
  await until(() => createdRuns().length === 1);
  await first.terminate();
  rig.simulator.releaseFault(fault);
  const result = await (await rig.startAs('terminated', 'runTask', windowed('a'))).result();
  expect(result.provenance.how).toBe('adopted');
  expect(createdRuns()).toEqual([result.runId]);
  expect(rig.triggers()).toHaveLength(1);
});

test('somebody who ends a turn by hand ends no trigger', async () => {
  const fault = holdPost();
  const handle = await rig.start('runTask', windowed('a'));
  await until(() => rig.triggers().length === 1);
  await rig.env.client.workflow.getHandle(turnId).terminate('by hand');
  rig.simulator.releaseFault(fault);
  expect((await handle.result()).outcome.kind).toBe('succeeded');
  expect(createdRuns()).toHaveLength(1);
});
