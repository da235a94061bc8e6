import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createWorker } from '../../src/create-worker.js';
import { AxClient } from '../../src/ax/ax-client.js';
import { watchWorkflowId } from '../../src/model/temporal/names.js';
import { resetWorkflow } from '../support/reset-workflow.js';
import { until } from '../support/until.js';
import {
  cancelRuns,
  startWait,
  startWaits,
  untilLookedAfter,
  untilWatched,
} from '../support/watched-waits.js';
import type { Waits } from '../support/watched-waits.js';
import { BUILT_WORKFLOWS, startWorkflowRig } from '../support/workflow-rig.js';
import type { WorkflowRig } from '../support/workflow-rig.js';

let rig: WorkflowRig;

beforeAll(async () => {
  rig = await startWorkflowRig({ realTime: true });
});
afterEach(() => rig.simulator.reset());
afterAll(() => rig.stop());

const expectOwnEnds = async ({ handles, runIds }: Waits): Promise<void> => {
  const results = await Promise.all(handles.map((handle) => handle.result()));
  expect(results.map(({ runId, outcome }) => [runId, outcome.kind])).toEqual(
    runIds.map((runId) => [runId, 'cancelled-elsewhere']),
  );
};

describe('each wait ends with its own run', () => {
  test('after its watcher was terminated', async () => {
    const waits = await startWaits(rig, 6);
    await untilLookedAfter(waits);
    await waits.watcher.terminate();
    await cancelRuns(rig, waits.runIds);
    await expectOwnEnds(waits);
  });

  test('after its watcher was reset to its beginning', async () => {
    const waits = await startWaits(rig, 6);
    await untilLookedAfter(waits);
    await resetWorkflow(rig.env, waits.watcher, 1);
    await cancelRuns(rig, waits.runIds);
    await expectOwnEnds(waits);
  });

  test('also if it began to wait after the watcher was terminated', async () => {
    const waits = await startWaits(rig, 6);
    await untilLookedAfter(waits);
    await waits.watcher.terminate();
    const [runId = ''] = waits.runIds;
    const newcomer = await startWait(rig, runId, { stalledAfterMs: 120_000 });
    await untilWatched([newcomer]);
    await cancelRuns(rig, waits.runIds);
    await expectOwnEnds(waits);
    expect((await newcomer.result()).runId).toBe(runId);
  });
});

test('a watcher ends once nobody waits, and another one begins when somebody does', async () => {
  const waits = await startWaits(rig, 4);
  await untilLookedAfter(waits);
  await cancelRuns(rig, waits.runIds);
  await expectOwnEnds(waits);
  await until(async () => (await waits.watcher.describe()).status.name === 'COMPLETED');
  const later = await startWaits(rig, 4);
  await untilWatched(later.handles);
  expect((await waits.watcher.describe()).status.name).toBe('RUNNING');
  await cancelRuns(rig, later.runIds);
  await expectOwnEnds(later);
});

test('waits of two task queues have a watcher each', async () => {
  const { baseUrl, secondApiKey: apiKey } = rig.simulator;
  const ax = new AxClient({ baseUrl, apiKey, preReleaseWarning: false });
  const { nativeConnection: connection, namespace = 'default', client } = rig.env;
  const settings = { connection, namespace, taskQueue: 'other', ax, workflows: BUILT_WORKFLOWS };
  const worker = await createWorker(settings);
  const running = worker.run();
  const waits = await startWaits(rig, 4);
  const input = { runId: '', wait: { pollIntervalMs: 1000 } };
  const others = await Promise.all(
    waits.runIds.map((runId) =>
      client.workflow.start('waitForRun', {
        ...{ taskQueue: 'other', workflowId: `other-${runId}`, args: [{ ...input, runId }] },
      }),
    ),
  );
  await untilWatched([...waits.handles, ...others]);
  const queues = await Promise.all(
    ['test', 'other'].map((queue) =>
      client.workflow.getHandle(watchWorkflowId(waits.taskId, queue, 0)).describe(),
    ),
  );
  expect(queues.map(({ taskQueue }) => taskQueue)).toEqual(['test', 'other']);
  await cancelRuns(rig, waits.runIds);
  await expectOwnEnds(waits);
  await Promise.all(others.map((handle) => handle.result()));
  worker.shutdown();
  await running;
  await ax.close();
});

describe('a watcher with a long history', () => {
  let short: WorkflowRig;
  beforeAll(async () => {
    short = await startWorkflowRig({ realTime: true, suggestContinueAsNewAt: 30 });
  });
  afterAll(() => short.stop());

  test('continues as new with its waiters', async () => {
    const waits = await startWaits(short, 12);
    await untilLookedAfter(waits);
    const first = (await waits.watcher.describe()).runId;
    const { runIds, handles } = waits;
    while ((await waits.watcher.describe()).runId === first && runIds.length > 4) {
      await cancelRuns(short, [runIds.pop() ?? '']);
      await handles.pop()?.result();
    }
    // The last of these ends has made its history long enough, but its next workflow task may still be to come.
    await until(async () => (await waits.watcher.describe()).runId !== first);
    await cancelRuns(short, runIds);
    await expectOwnEnds(waits);
  });
});
