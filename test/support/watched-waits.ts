import { WorkflowNotFoundError } from '@temporalio/client';
import type { WorkflowHandle } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import type { WaitPolicy } from '../../src/model/api/policies.js';
import type { WaitProgress } from '../../src/model/run/progress.js';
import { watchWorkflowId } from '../../src/model/temporal/names.js';
import type { waitForRun } from '../../src/workflows/index.js';
import { until } from './until.js';
import type { WorkflowRig } from './workflow-rig.js';

const HOUR_MS = 3_600_000;

/** Waits for runs of one task, each in a workflow of its own. */
export interface Waits {
  taskId: string;
  runIds: string[];
  handles: WorkflowHandle<typeof waitForRun>[];
  /** The workflow that looks after the runs. */
  watcher: WorkflowHandle;
}

/** Runs of one task that go on until they are cancelled. */
async function startRuns(rig: WorkflowRig, runs: number): Promise<{ taskId: string; runIds: string[] }> {
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
  return { taskId, runIds };
}

/** A wait that looks every second unless `wait` says otherwise. */
export const startWait = (
  rig: WorkflowRig,
  runId: string,
  wait: WaitPolicy = {},
): Promise<WorkflowHandle<typeof waitForRun>> =>
  rig.start('waitForRun', { runId, wait: { pollIntervalMs: 1000, ...wait } });

/** Runs of one task, and a wait for each. */
export async function startWaits(rig: WorkflowRig, runs: number, wait: WaitPolicy = {}): Promise<Waits> {
  const { taskId, runIds } = await startRuns(rig, runs);
  const handles = await Promise.all(runIds.map((runId) => startWait(rig, runId, wait)));
  const watcher = rig.env.client.workflow.getHandle(watchWorkflowId(taskId, 'test', 0));
  return { taskId, runIds, handles, watcher };
}

export const cancelRuns = (rig: WorkflowRig, runIds: readonly string[]): Promise<unknown> =>
  Promise.all(runIds.map((runId) => rig.ax.cancelRun({ runId })));

function nullIfUnknown(error: unknown): null {
  if (error instanceof WorkflowNotFoundError) return null;
  throw error;
}

/** What the pending activity of a workflow has heartbeat last. */
export async function progressOf(handle: WorkflowHandle): Promise<WaitProgress | null> {
  const description = await handle.describe().catch(nullIfUnknown);
  const beat = description?.raw.pendingActivities?.[0]?.heartbeatDetails?.payloads?.[0];
  return beat === undefined || beat === null ? null : defaultPayloadConverter.fromPayload<WaitProgress>(beat);
}

export const untilWatched = (handles: readonly WorkflowHandle[]): Promise<void> =>
  until(async () => {
    const all = await Promise.all(handles.map(progressOf));
    return all.every((progress) => progress?.watchedBy !== undefined);
  });

/** Waits until the watcher has made a look that knows all the runs. */
export async function untilLookedAfter({ watcher, runIds }: Waits): Promise<void> {
  await until(async () => (await progressOf(watcher))?.runs.length === runIds.length);
  const looks = (await progressOf(watcher))?.looks ?? 0;
  await until(async () => ((await progressOf(watcher))?.looks ?? 0) > looks);
}
