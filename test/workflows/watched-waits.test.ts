import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../support/until.js';
import {
  cancelRuns,
  progressOf,
  startWaits,
  untilLookedAfter,
  untilWatched,
} from '../support/watched-waits.js';
import { startWorkflowRig } from '../support/workflow-rig.js';
import type { WorkflowRig } from '../support/workflow-rig.js';

let rig: WorkflowRig;

beforeAll(async () => {
  rig = await startWorkflowRig({ realTime: true });
});
afterEach(() => rig.simulator.reset());
afterAll(() => rig.stop());

const requestsSince = (seq: number): string[] =>
  rig.simulator
    .journal(seq)
    .requests.map(({ method, path }) => `${method} ${path.replace(/[^/]{12,}/g, '*')}`);
const lastSeq = (): number => rig.simulator.journal().requests.at(-1)?.seq ?? 0;

describe('many waits for runs of a task', () => {
  test('share one page of the list a look, and each ends with its own run', async () => {
    const waits = await startWaits(rig, 12);
    await untilWatched(waits.handles);
    await untilLookedAfter(waits);
    const seq = lastSeq();
    await until(() => requestsSince(seq).length >= 3);
    expect(new Set(requestsSince(seq))).toEqual(new Set(['GET /v2/tasks/*/runs']));
    await cancelRuns(rig, waits.runIds.slice(0, 6));
    const first = await Promise.all(waits.handles.slice(0, 6).map((handle) => handle.result()));
    expect(first.map(({ runId }) => runId)).toEqual(waits.runIds.slice(0, 6));
    const states = await Promise.all(waits.handles.slice(6).map((handle) => handle.describe()));
    expect(new Set(states.map(({ status }) => status.name))).toEqual(new Set(['RUNNING']));
    await cancelRuns(rig, waits.runIds.slice(6));
    const others = await Promise.all(waits.handles.slice(6).map((handle) => handle.result()));
    expect(others.map(({ outcome }) => outcome.kind)).toEqual(Array(6).fill('cancelled-elsewhere'));
  });

  test('cost each of them the events of a wait alone', async () => {
    const [alone] = (await startWaits(rig, 1)).handles;
    await until(async () => alone !== undefined && (await progressOf(alone)) !== null);
    await rig.ax.cancelRun({ runId: rig.simulator.journal().runs[0]?.runId ?? '' });
    await alone?.result();
    rig.simulator.reset();
    const waits = await startWaits(rig, 6);
    await untilWatched(waits.handles);
    await cancelRuns(rig, waits.runIds);
    await Promise.all(waits.handles.map((handle) => handle.result()));
    const events = await Promise.all(
      [alone, ...waits.handles].map(async (handle) => (await handle?.fetchHistory())?.events?.length),
    );
    expect(new Set(events).size).toBe(1);
  });

  test('cancel their runs as soon as they are cancelled', async () => {
    const waits = await startWaits(rig, 6);
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
    const waits = await startWaits(rig, 6, { timeoutMs: 6000, onTimeout: 'detach' });
    await untilWatched(waits.handles);
    const seq = lastSeq();
    const results = await Promise.all(waits.handles.map((handle) => handle.result()));
    expect(results.map(({ outcome }) => outcome.kind)).toEqual(Array(6).fill('timed-out-detached'));
    const asked = rig.simulator.journal(seq).requests.map(({ path }) => decodeURIComponent(path));
    expect(waits.runIds.filter((runId) => !asked.includes(`/v2/task-runs/${runId}`))).toEqual([]);
  });
});
