import type { WorkflowHandle } from '@temporalio/client';
import { afterAll, beforeAll, beforeEach, test } from 'vitest';
import type { RunTaskInput } from '../../../src/model/run/inputs.js';
import type { SimulatorFault } from '../../../src/simulator/scripts/faults.js';
import type { Simulator } from '../../../src/simulator/index.js';
import { until } from '../../support/until.js';
import { startWorkflowRig } from '../../support/workflow-rig.js';
import type { WorkflowRig } from '../../support/workflow-rig.js';
import {
  CANCEL,
  GET_RUN,
  LIST_RUNS,
  LOST,
  NOT_RECEIVED,
  TRIGGER,
  evaluation,
  experiment,
  outcome,
  refusedFor,
  status,
} from './inputs.js';
import { record } from './record.js';

// On a real server: the time-skipping one loses a workflow task in which a cancel crosses the end of an activity.
let rig: WorkflowRig;
beforeAll(async () => {
  rig = await startWorkflowRig({ realTime: true });
});
beforeEach(() => rig.simulator.reset());
afterAll(() => rig.stop());

const byUs = outcome('cancelled-by-us');
const quick = evaluation({ wait: { pollIntervalMs: 1000 }, settleMs: 1000 });
const GET_TASKS = { method: 'GET', path: '/v2/tasks' };
const stuck = (ax: Simulator) => ax.addBehaviour({ stuckAt: 'RUNNING', times: 'always' });

/** Cancelled while the service holds the request. */
type Held = [point: string, held: SimulatorFault, input: RunTaskInput, expected: object];

const held: Held[] = [
  ['looking-up', { match: GET_TASKS, holdAt: 'headers' }, quick, byUs],
  ['in-post-answered', { match: TRIGGER, holdAt: 'after-effect' }, quick, byUs],
  [
    'in-post-refused',
    { match: TRIGGER, holdAt: 'before-effect', answer: status(403) },
    quick,
    { failure: 'AxForbidden' },
  ],
  ['in-post-ambiguous', { match: TRIGGER, holdAt: 'after-effect', answer: LOST }, quick, byUs],
  ['in-post-not-received', { match: TRIGGER, holdAt: 'before-effect', answer: NOT_RECEIVED }, quick, byUs],
  [
    'in-post-rate-limited',
    { match: TRIGGER, holdAt: 'before-effect', answer: refusedFor(3600) },
    quick,
    byUs,
  ],
  ['waiting', { match: GET_RUN, holdAt: 'after-effect' }, quick, byUs],
  [
    'stopping',
    { match: CANCEL, holdAt: 'after-effect' },
    { ...quick, wait: { timeoutMs: 1000 } },
    outcome('timed-out-cancelled'),
  ],
  ['without-a-wait', { match: TRIGGER, holdAt: 'after-effect' }, { ...quick, wait: null }, byUs],
];

const isHeld = (fault: { id: number } | number) => {
  const id = typeof fault === 'number' ? fault : fault.id;
  return () => rig.simulator.journal().requests.some((request) => request.fault === id);
};

/** Until a workflow task was completed that had the cancel: else it crosses the end of what is held. */
const untilCancelWasTaken = (handle: WorkflowHandle) =>
  until(async () => {
    const events = (await handle.fetchHistory()).events ?? [];
    const cancel = events.findIndex((event) => event.workflowExecutionCancelRequestedEventAttributes);
    return events.slice(cancel).some((event) => event.workflowTaskCompletedEventAttributes);
  });

test.each(held)('run-task.cancelled-%s', async (point, fault, input, expected) => {
  stuck(rig.simulator);
  const id = rig.simulator.addFault(fault);
  const name = `run-task.cancelled-${point}`;
  const handle = await rig.startAs(name, 'runTask', input);
  await until(isHeld(id));
  await handle.cancel();
  await untilCancelWasTaken(handle);
  rig.simulator.releaseFault(id);
  await record(name, handle, expected);
});

test('run-task.cancelled-reading-the-fence', async () => {
  stuck(rig.simulator);
  const id = rig.simulator.addFault({ match: LIST_RUNS, holdAt: 'headers' });
  const name = 'run-task.cancelled-reading-the-fence';
  const handle = await rig.startAs(name, 'runTask', quick);
  await until(isHeld(id));
  await handle.cancel();
  // A local activity: its workflow task ends, and the cancel is taken, only afterwards.
  rig.simulator.releaseFault(id);
  await record(name, handle, byUs);
});

/** Waits until the history of a workflow, or of its trigger, shows a timer: between two activities. */
const untilTimer = (handle: WorkflowHandle) =>
  until(async () => {
    const events = (await handle.fetchHistory()).events ?? [];
    const started = events.findLast((event) => event.childWorkflowExecutionStartedEventAttributes);
    const { workflowId } = started?.childWorkflowExecutionStartedEventAttributes?.workflowExecution ?? {};
    const trigger = rig.env.client.workflow.getHandle(workflowId ?? handle.workflowId);
    const all = [...events, ...((await trigger.fetchHistory()).events ?? [])];
    return all.some((event) => event.timerStartedEventAttributes);
  });

test.each([
  ['settling-to-be-adopted', LOST, byUs],
  ['settling-to-be-sent-again', NOT_RECEIVED, byUs],
  ['to-be-sent-again', refusedFor(3600), byUs],
] as const)('run-task.cancelled-%s', async (point, answer, expected) => {
  stuck(rig.simulator);
  rig.simulator.addFault({ match: TRIGGER, answer });
  const name = `run-task.cancelled-${point}`;
  const handle = await rig.startAs(name, 'runTask', quick);
  await untilTimer(handle);
  await handle.cancel();
  await record(name, handle, expected);
});

test('run-task.cancelled-reading-the-fence-again', async () => {
  rig.simulator.addFault({ match: LIST_RUNS, answer: status(503) });
  const id = rig.simulator.addFault({ match: LIST_RUNS, holdAt: 'headers' });
  const name = 'run-task.cancelled-reading-the-fence-again';
  const handle = await rig.startAs(name, 'runTask', quick);
  await until(isHeld(id));
  await handle.cancel();
  await untilCancelWasTaken(handle);
  rig.simulator.releaseFault(id);
  await record(name, handle, byUs);
});

test('run-task.cancelled-following-chained', async () => {
  rig.simulator.addBehaviour({ match: { taskName: 'generate-answers' }, looks: 1 });
  stuck(rig.simulator);
  const input = experiment({ evaluationTaskIds: ['score-experiments'] }, { wait: { pollIntervalMs: 1000 } });
  const name = 'run-task.cancelled-following-chained';
  const handle = await rig.startAs(name, 'runTask', input);
  await rig.untilWaitingFor(2, 1);
  await handle.cancel();
  await record(name, handle, { chained: [byUs] });
});

test('run-task.cancelled-over-already', async () => {
  rig.simulator.addBehaviour({ looks: 2 });
  rig.simulator.addFault({ match: CANCEL, answer: status(400) });
  const id = rig.simulator.addFault({ match: GET_RUN, holdAt: 'after-effect' });
  const name = 'run-task.cancelled-over-already';
  const handle = await rig.startAs(name, 'runTask', quick);
  await until(isHeld(id));
  await handle.cancel();
  await untilCancelWasTaken(handle);
  rig.simulator.releaseFault(id);
  await record(name, handle, outcome('succeeded'));
});

test.each([
  ['cancelled', 'cancel', byUs],
  ['detached', 'detach', outcome('timed-out-detached')],
] as const)('wait-for-run.%s', async (shape, onCancel, expected) => {
  stuck(rig.simulator);
  const run = await rig.ax.triggerRun({ task: 'generate-answers', space: 'research', experimentName: shape });
  const name = `wait-for-run.${shape}`;
  const handle = await rig.startAs(name, 'waitForRun', {
    runId: run.id,
    wait: { pollIntervalMs: 1000 },
    onCancel,
  });
  await rig.untilWaitingFor(1);
  await handle.cancel();
  await record(name, handle, expected);
});
