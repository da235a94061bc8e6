import type { WorkflowHandle } from '@temporalio/client';
import { afterAll, beforeAll, beforeEach, test } from 'vitest';
import { datasetTurnWorkflowId } from '../../../src/model/temporal/names.js';
import type { RunTaskInput } from '../../../src/model/run/inputs.js';
import { resetWorkflow } from '../../support/reset-workflow.js';
import { until } from '../../support/until.js';
import { startWorkflowRig } from '../../support/workflow-rig.js';
import type { WorkflowRig } from '../../support/workflow-rig.js';
import { LOST, NOT_RECEIVED, TRIGGER, evaluation, experiment, outcome } from './inputs.js';
import { record, write } from './record.js';

let rig: WorkflowRig;
beforeAll(async () => {
  rig = await startWorkflowRig({ realTime: true });
});
beforeEach(() => rig.simulator.reset());
afterAll(() => rig.stop());

const adopted = { provenance: { how: 'adopted' } };
const quick = evaluation({ wait: { pollIntervalMs: 1000 }, settleMs: 300 });
/** Also once it has ended: one that waits for a second may do so before it is seen. */
const isWaitingForTurn = async (handle: WorkflowHandle) => {
  const { raw, status } = await handle.describe();
  return status.name !== 'RUNNING' || (raw.pendingActivities?.length ?? 0) > 0;
};

/** Starts two intents of which the first keeps the turn until `during` is over, and records the second. */
async function recordSecond(
  name: string,
  input: RunTaskInput,
  expected: object,
  during: (second: WorkflowHandle, first: WorkflowHandle) => Promise<unknown>,
): Promise<void> {
  const fault = rig.simulator.addFault({ match: TRIGGER, holdAt: 'before-effect' });
  const first = await rig.start('runTask', quick);
  await until(() => rig.triggers().length === 1);
  const second = await rig.startAs(name, 'runTask', input);
  await until(() => isWaitingForTurn(second));
  await during(second, first);
  rig.simulator.releaseFault(fault);
  await record(name, second, expected);
  await first.result().catch(() => undefined);
}

test('run-task.waited-for-turn', () =>
  recordSecond('run-task.waited-for-turn', quick, outcome('succeeded'), () => Promise.resolve()));

test('run-task.turn-of-terminated', () =>
  recordSecond('run-task.turn-of-terminated', quick, outcome('succeeded'), (_second, first) =>
    first.terminate(),
  ));

test('run-task.cancelled-waiting-for-turn', () =>
  recordSecond('run-task.cancelled-waiting-for-turn', quick, outcome('cancelled-by-us'), (second) =>
    second.cancel(),
  ));

test('run-task.late-for-turn', () =>
  recordSecond(
    'run-task.late-for-turn',
    { ...quick, wait: { timeoutMs: 1500 } },
    outcome('timed-out-cancelled'),
    (second) => second.result(),
  ));

/** Starts two experiments of a dataset, of which the run of the first stands still, and records the second. */
async function recordBehind(
  name: string,
  more: Partial<RunTaskInput>,
  expected: object,
  during: (second: WorkflowHandle, first: WorkflowHandle) => Promise<unknown>,
): Promise<void> {
  rig.simulator.addBehaviour({ stuckAt: 'RUNNING' });
  const wait = { pollIntervalMs: 1000 };
  const first = await rig.start('runTask', experiment({ experimentName: `${name}-before` }, { wait }));
  await until(() => rig.simulator.journal().runs.length === 1);
  const second = await rig.startAs(name, 'runTask', experiment({ experimentName: name }, { wait, ...more }));
  await until(() => isWaitingForTurn(second));
  await during(second, first);
  await record(name, second, expected);
  await first.cancel();
  await first.result().catch(() => undefined);
}

test('run-task.waited-for-dataset', () =>
  recordBehind('run-task.waited-for-dataset', {}, outcome('succeeded'), (_second, first) => first.cancel()));

test('run-task.cancelled-waiting-for-dataset', () =>
  recordBehind('run-task.cancelled-waiting-for-dataset', {}, outcome('cancelled-by-us'), (second) =>
    second.cancel(),
  ));

test('run-task.late-for-dataset', () =>
  recordBehind(
    'run-task.late-for-dataset',
    { wait: { timeoutMs: 1500 } },
    outcome('timed-out-cancelled'),
    (second) => second.result(),
  ));

test('run-task.shared-dataset', async () => {
  const input = experiment({ experimentName: 'shared' }, { shareDataset: true });
  await record(
    'run-task.shared-dataset',
    await rig.startAs('run-task.shared-dataset', 'runTask', input),
    outcome('succeeded'),
  );
});

test('hold-dataset-turn.passed-on', async () => {
  const { taskId } = await (await rig.start('runTask', experiment({ experimentName: 'one' }))).result();
  const { datasetId } = await rig.ax.getTask({ task: taskId ?? '' });
  const turn = rig.env.client.workflow.getHandle(datasetTurnWorkflowId(datasetId ?? ''));
  const { runId } = await turn.describe();
  await (await rig.start('runTask', experiment({ experimentName: 'two' }))).result();
  await write('hold-dataset-turn.passed-on', rig.env.client.workflow.getHandle(turn.workflowId, runId));
});

test.each([
  [1, 'adopted'],
  [2, 'created'],
  [3, 'created'],
])('run-task.reset-to-task-%i', async (task, how) => {
  const name = `run-task.reset-to-task-${task}`;
  const handle = await rig.startAs(name, 'runTask', quick);
  await handle.result();
  await record(name, await resetWorkflow(rig.env, handle, task), { provenance: { how } });
});

test('run-task.reset-in-post', async () => {
  const fault = rig.simulator.addFault({ match: TRIGGER, holdAt: 'after-effect' });
  const handle = await rig.startAs('run-task.reset-in-post', 'runTask', quick);
  await until(() => rig.simulator.journal().runs.length === 1);
  const again = await resetWorkflow(rig.env, handle, 1);
  rig.simulator.releaseFault(fault);
  await record('run-task.reset-in-post', again, adopted);
});

test('run-task.reset-in-vain', async () => {
  // The POST never took effect: after the reset nothing is found, and another one is sent.
  const fault = rig.simulator.addFault({ match: TRIGGER, holdAt: 'before-effect', answer: NOT_RECEIVED });
  const handle = await rig.startAs('run-task.reset-in-vain', 'runTask', quick);
  await until(() => rig.triggers().length === 1);
  const again = await resetWorkflow(rig.env, handle, 1);
  rig.simulator.releaseFault(fault);
  await record('run-task.reset-in-vain', again, { provenance: { how: 'created' } });
});

const looksBack = () =>
  rig.simulator.journal().requests.filter(({ path }) => /\/tasks\/[^/]+\/runs$/.test(path)).length;

test('run-task.looked-longer', async () => {
  // The run does not tell its experiment for many looks.
  rig.simulator.addBehaviour({ stuckAt: 'RUNNING', experimentIdStaysNull: true });
  rig.simulator.addFault({ match: TRIGGER, answer: LOST });
  const input = experiment(
    { experimentName: 'told-late' },
    { wait: { pollIntervalMs: 1000 }, settleMs: 200 },
  );
  const handle = await rig.startAs('run-task.looked-longer', 'runTask', input);
  await until(() => looksBack() > 10);
  const [run] = rig.simulator.journal().runs;
  await rig.ax.cancelRun({ runId: run?.runId ?? '' });
  await record('run-task.looked-longer', handle, { provenance: { how: 'adopted-after-duplicates' } });
});
