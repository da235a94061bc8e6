import { WorkflowFailedError } from '@temporalio/client';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { RESULT_MEMO } from '../../src/model/temporal/memos.js';
import type { RunTaskInput } from '../../src/model/run/inputs.js';
import type { RunResult } from '../../src/model/run/run-result.js';
import { until } from '../support/until.js';
import { startWorkflowRig } from '../support/workflow-rig.js';
import type { WorkflowRig } from '../support/workflow-rig.js';

const WINDOW = { dataStartTime: '2026-11-01T00:00:00.000Z', dataEndTime: '2026-11-08T00:00:00.000Z' };
const TRIGGER = { method: 'POST', path: '/v2/tasks/*/trigger' };
const GET_RUN = { method: 'GET', path: '/v2/task-runs/*' };
const CANCEL = { method: 'POST', path: '/v2/task-runs/*/cancel' };
const input: RunTaskInput = {
  intent: {
    task: 'nightly-hallucination',
    space: 'research',
    trigger: { ...WINDOW, overrideEvaluations: true },
  },
  wait: { pollIntervalMs: 1000 },
};

let rig: WorkflowRig;
afterEach(() => rig.simulator.reset());

const start = (intent = input) => rig.start('runTask', intent);
const createdRuns = () => rig.simulator.journal().runs;

/** The result of a workflow that was asked to cancel. */
async function cancelled(handle: Awaited<ReturnType<typeof start>>): Promise<RunResult> {
  const error: unknown = await handle.result().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(WorkflowFailedError);
  const { status, memo } = await handle.describe();
  expect(status.name).toBe('CANCELLED');
  return memo?.[RESULT_MEMO] as RunResult;
}

/** Cancels the workflow while the simulator holds a request of it. */
async function cancelWhileHeld(
  match: { method: string; path: string },
  intent: RunTaskInput = input,
  skip = 0,
): Promise<RunResult> {
  const id = rig.simulator.addFault({ match, holdAt: 'after-effect', skip });
  const handle = await start(intent);
  await until(() => rig.simulator.journal().requests.some((r) => r.fault === id && r.stage === 'effect'));
  await handle.cancel();
  rig.simulator.releaseFault(id);
  return cancelled(handle);
}

// On a real server: the time-skipping one loses a workflow task in which a cancel crosses the end of an activity.
describe('a cancelled runTask,', () => {
  beforeAll(async () => {
    rig = await startWorkflowRig({ realTime: true });
    return () => rig.stop();
  });

  test('cancels the run that it waits for, confirms it and leaves the result in the memo', async () => {
    rig.simulator.addBehaviour({ stuckAt: 'RUNNING' });
    const result = await cancelWhileHeld(GET_RUN);
    expect(result.outcome.kind).toBe('cancelled-by-us');
    expect(createdRuns().map(({ status }) => status)).toEqual(['CANCELLED']);
  });

  test('cancels the run that the POST under way creates', async () => {
    rig.simulator.addBehaviour({ stuckAt: 'RUNNING' });
    const result = await cancelWhileHeld(TRIGGER);
    expect(result.outcome.kind).toBe('cancelled-by-us');
    expect(result.runId).toBe(createdRuns()[0]?.runId);
    expect(createdRuns().map(({ status }) => status)).toEqual(['CANCELLED']);
  });

  test('starts nothing while a refused POST waits to be sent again', async () => {
    const answer = { kind: 'respond', status: 429, headers: { 'retry-after': '3600' }, body: '' } as const;
    rig.simulator.addFault({ match: TRIGGER, answer, times: 'always' });
    const handle = await start();
    await until(() => rig.triggers().some(({ status }) => status === 429));
    await handle.cancel();
    const result = await cancelled(handle);
    expect(result.outcome.kind).toBe('cancelled-by-us');
    expect(result.runId).toBeNull();
    expect(createdRuns()).toEqual([]);
  });

  test('cancels what the service chained to an experiment that had just finished', async () => {
    rig.simulator.addBehaviour({ match: { taskName: 'generate-answers' }, looks: 1 });
    rig.simulator.addBehaviour({ match: { taskName: 'score-experiments' }, stuckAt: 'RUNNING' });
    const trigger = { evaluationTaskIds: ['score-experiments'] };
    const intent = { task: 'generate-answers', space: 'research', trigger };
    const result = await cancelWhileHeld(GET_RUN, { intent, wait: { pollIntervalMs: 1000 } });
    const chained = createdRuns().find(({ parentRunId }) => parentRunId !== null);
    expect(chained?.status).toBe('CANCELLED');
    expect(result.outcome.kind).toBe('succeeded');
    expect(result.chained).toMatchObject([
      { runId: chained?.runId, outcome: { kind: 'cancelled-by-us' }, verdict: 'cancelled' },
    ]);
  });

  test('cancels a run again soon that a cancel did not find, since it was too new', async () => {
    rig.simulator.addBehaviour({ stuckAt: 'RUNNING' });
    rig.simulator.addFault({ match: CANCEL, answer: { kind: 'respond', status: 404, body: '' } });
    const result = await cancelWhileHeld(GET_RUN);
    expect(result.outcome.kind).toBe('cancelled-by-us');
    const cancels = rig.simulator.journal().requests.filter(({ path }) => path.endsWith('/cancel'));
    expect(cancels.map(({ status }) => status)).toEqual([404, 200]);
  });

  test('tells the real outcome of a run that had already finished', async () => {
    rig.simulator.addFault({ match: CANCEL, answer: { kind: 'respond', status: 400, body: '' } });
    const result = await cancelWhileHeld(GET_RUN);
    expect(result.outcome.kind).toBe('succeeded');
  });
});

describe('a cancelled runTask on a service that does not take the cancel', () => {
  beforeAll(async () => {
    rig = await startWorkflowRig();
    return () => rig.stop();
  });

  test('reports the run as unconfirmed, by its id', async () => {
    rig.simulator.addBehaviour({ stuckAt: 'RUNNING' });
    rig.simulator.addFault({
      match: CANCEL,
      times: 'always',
      answer: { kind: 'respond', status: 503, body: '' },
    });
    // The first look belongs to the activity that sends the POST, with whose end the cancel must not cross.
    const result = await cancelWhileHeld(GET_RUN, input, 1);
    expect(result.outcome.kind).toBe('cancel-unconfirmed');
    expect(result.runId).toBe(createdRuns()[0]?.runId);
  });
});
