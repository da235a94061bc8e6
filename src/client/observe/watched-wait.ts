import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import type { WaitProgress } from '../../model/run/progress.js';
import { readPayload } from '../payload.js';
import { describeIfAny } from '../workflow.js';

type RawActivity = NonNullable<WorkflowExecutionDescription['raw']['pendingActivities']>[number];

/** What is known of a wait for runs, and the pending activity that makes its looks. */
export interface ObservedWait {
  progress: WaitProgress | null;
  looks: RawActivity;
}

/** A wait as its own heartbeat tells, or that of the watcher which looks after its run (design/wait.md). */
export async function observeWait(client: Client, wait: RawActivity): Promise<ObservedWait> {
  const progress = (await readBeat(client, wait)) ?? null;
  const own = { progress, looks: wait };
  if (progress?.watchedBy === undefined) return own;
  const watcher = await watcherOf(client, progress.watchedBy);
  if (watcher === null || watcher.progress === null) return own;
  const { runs, dueMs, looks, failuresInARow, problem } = watcher.progress;
  const run = runs.find(({ runId }) => runId === progress.runs[0]?.runId);
  if (run === undefined) return own;
  const seen = { ...progress, runs: [run], dueMs, looks: progress.looks + looks, failuresInARow, problem };
  return { progress: seen, looks: watcher.looks };
}

const readBeat = async (client: Client, { heartbeatDetails }: RawActivity): Promise<WaitProgress | null> =>
  (await readPayload(client, heartbeatDetails?.payloads?.[0])) as WaitProgress | null;

/** Many waits of one poll have the same watcher: it is described once in this time. */
const SAME_POLL_MS = 500;

const described = new WeakMap<Client, Map<string, { atMs: number; watcher: Promise<ObservedWait | null> }>>();

function watcherOf(client: Client, workflowId: string): Promise<ObservedWait | null> {
  const known = described.get(client) ?? new Map<string, never>();
  described.set(client, known);
  const last = known.get(workflowId);
  if (last !== undefined && Date.now() - last.atMs < SAME_POLL_MS) return last.watcher;
  const watcher = describeWatcher(client, workflowId);
  known.set(workflowId, { atMs: Date.now(), watcher });
  return watcher;
}

async function describeWatcher(client: Client, workflowId: string): Promise<ObservedWait | null> {
  const description = await describeIfAny(client, workflowId);
  if (description?.status.name !== 'RUNNING') return null;
  const looks = description.raw.pendingActivities?.find(
    ({ activityType }) => activityType?.name === 'watchRuns',
  );
  return looks === undefined ? null : { progress: await readBeat(client, looks), looks };
}
