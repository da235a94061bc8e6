import type { WorkflowHandle } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { WaitPolicy } from '../../src/model/api/policies.js';
import type { WaitProgress } from '../../src/model/run/progress.js';
import { watchWorkflowId } from '../../src/model/temporal/names.js';
import type { waitForRun } from '../../src/workflows/index.js';
import { until } from '../support/until.js';
import { startWorkflowRig } from '../support/workflow-rig.js';
import type { WorkflowRig } from '../support/workflow-rig.js';

const HOUR_MS = 3_600_000;

let rig: WorkflowRig;

beforeAll(async () => {
  rig = await startWorkflowRig({ realTime: true });
});
afterEach(() => rig.simulator.reset());
afterAll(() => rig.stop());

interface Waits {
  taskId: string;
  runIds: string[];
  handles: WorkflowHandle<typeof waitForRun>[];
  watcher: WorkflowHandle;
}

/** Runs of one task that go on until they are cancelled, and a wait for each. */
async function startWaits(runs: number, wait: WaitPolicy = {}): Promise<Waits> {
  rig.simulator.addBehaviour({ stuckAt: 'RUNNING', times: 'always' });
  const runIds: string[] = [];
  let taskId = '';
  for (let at = 0; at < runs; at++) {
    const startMs = Date.UTC(2026, 9, 1) + at * HOUR_MS;
    const run = await rig.ax.triggerRun({
      task: 'nightly-hallucination',
      space: 'research',
      dataStartTime: new Date(startMs).toISOString(),
      dataEndTime: new Date(startMs + HOUR_MS).toISOString(),
    });
    runIds.push(run.id);
    taskId = run.taskId;
  }
  const handles = await Promise.all(runIds.map((runId) => startWait(runId, wait)));
  const watcher = rig.env.client.workflow.getHandle(watchWorkflowId(taskId, 'test', 0));
  return { taskId, runIds, handles, watcher };
}

const startWait = (runId: string, wait: WaitPolicy = {}): Promise<WorkflowHandle<typeof waitForRun>> =>
  rig.start('waitForRun', { runId, wait: { pollIntervalMs: 1000, ...wait } });

async function progressOf(handle: WorkflowHandle): Promise<WaitProgress | null> {
  const { raw } = await handle.describe();
  const beat = raw.pendingActivities?.[0]?.heartbeatDetails?.payloads?.[0];
  return beat === undefined ? null : defaultPayloadConverter.fromPayload<WaitProgress>(beat);
}

const untilWatched = (handles: readonly WorkflowHandle[]): Promise<void> =>
  until(async () => {
    const all = await Promise.all(handles.map(progressOf));
    return all.every((progress) => progress?.watchedBy !== undefined);
  });

/** Waits until the watcher has made looks that know all the runs. */
const untilLookedAfter = async ({ watcher, runIds }: Waits): Promise<void> => {
  await until(async () => (await progressOf(watcher))?.runs.length === runIds.length);
  const looks = (await progressOf(watcher))?.looks ?? 0;
  await until(async () => ((await progressOf(watcher))?.looks ?? 0) > looks);
};

const requestsSince = (seq: number): string[] =>
  rig.simulator
    .journal(seq)
    .requests.map(({ method, path }) => `${method} ${path.replace(/[^/]{12,}/g, '*')}`);
const lastSeq = (): number => rig.simulator.journal().requests.at(-1)?.seq ?? 0;

describe('many waits for runs of a task', () => {
  test('share one page of the list a look, and each ends with its own run', async () => {
    const waits = await startWaits(12);
    await untilWatched(waits.handles);
    await untilLookedAfter(waits);
    const seq = lastSeq();
    await until(() => requestsSince(seq).length >= 3);
    expect(new Set(requestsSince(seq))).toEqual(new Set(['GET /v2/tasks/*/runs']));
    await Promise.all(waits.runIds.slice(0, 6).map((runId) => rig.ax.cancelRun({ runId })));
    const first = await Promise.all(waits.handles.slice(0, 6).map((handle) => handle.result()));
    expect(first.map(({ runId }) => runId)).toEqual(waits.runIds.slice(0, 6));
    const states = await Promise.all(waits.handles.slice(6).map((handle) => handle.describe()));
    expect(new Set(states.map(({ status }) => status.name))).toEqual(new Set(['RUNNING']));
    await Promise.all(waits.runIds.slice(6).map((runId) => rig.ax.cancelRun({ runId })));
    const others = await Promise.all(waits.handles.slice(6).map((handle) => handle.result()));
    expect(others.map(({ outcome }) => outcome.kind)).toEqual(Array(6).fill('cancelled-elsewhere'));
  });

  test('cost each of them the events of a wait alone', async () => {
    const [alone] = (await startWaits(1)).handles;
    await until(async () => alone !== undefined && (await progressOf(alone)) !== null);
    await rig.ax.cancelRun({ runId: rig.simulator.journal().runs[0]?.runId ?? '' });
    await alone?.result();
    rig.simulator.reset();
    const waits = await startWaits(6);
    await untilWatched(waits.handles);
    await Promise.all(waits.runIds.map((runId) => rig.ax.cancelRun({ runId })));
    await Promise.all(waits.handles.map((handle) => handle.result()));
    const events = await Promise.all(
      [alone, ...waits.handles].map(async (handle) => (await handle?.fetchHistory())?.events?.length),
    );
    expect(new Set(events).size).toBe(1);
  });

  test('cancel their runs as soon as they are cancelled', async () => {
    const waits = await startWaits(6);
    await untilWatched(waits.handles);
    const [handle] = waits.handles;
    await handle?.cancel();
    await expect(handle?.result()).rejects.toThrow();
    expect(rig.simulator.journal().runs.map(({ status }) => status)).toEqual([
      'CANCELLED',
      ...Array<string>(5).fill('RUNNING'),
    ]);
  });

  test('poll once more each at a deadline of their own', async () => {
    const waits = await startWaits(6, { timeoutMs: 6000, onTimeout: 'detach' });
    await untilWatched(waits.handles);
    const seq = lastSeq();
    const results = await Promise.all(waits.handles.map((handle) => handle.result()));
    expect(results.map(({ outcome }) => outcome.kind)).toEqual(Array(6).fill('timed-out-detached'));
    const looks = requestsSince(seq).filter((request) => request === 'GET /v2/task-runs/*');
    expect(looks).toHaveLength(6);
  });
});
