import { CancellationScope } from '@temporalio/workflow';
import { NEW_RUN_MS, NOTHING_SEEN } from '../../model/run/await-runs.js';
import type { AwaitRunsResult } from '../../model/run/await-runs.js';
import type { RunReport } from '../../model/api/task-run.js';
import { slice, steadyFor } from './activities.js';
import { messageOf } from './failures.js';

/** How long a cancel may take to be accepted, and how long its confirmation, before the cancel is sent again. */
const CONFIRM_MS = 100_000;
/** Cancels sent before a run is reported as unconfirmed: about five minutes in all. */
const MAX_CANCELS = 3;
/** Cancel requests in flight at a time. */
const AT_ONCE = 20;

/** What became of a run that was cancelled. */
export type StopResult =
  { kind: 'ended'; run: RunReport } | { kind: 'gone' } | { kind: 'unconfirmed'; reason: string };

/** Receives the result of each run as soon as it is known. */
type OnStopped = (runId: string, stopped: StopResult) => void;

/** Cancels one run of a task; see {@link stopRuns}. */
export async function stopRun(taskId: string | null, runId: string): Promise<StopResult> {
  const results = await stopRuns(taskId, [runId]);
  return results.get(runId) ?? unconfirmed(null);
}

/**
 * Cancels runs of one task and confirms by polling that each has ended (design/run.md); a run may have ended by
 * itself before. Not cancellable: a second cancel of the workflow changes nothing. `taskId` is null if it is not known.
 */
export const stopRuns = (
  taskId: string | null,
  runIds: readonly string[],
  onStopped?: OnStopped,
): Promise<Map<string, StopResult>> =>
  CancellationScope.nonCancellable(async () => {
    const results = new Map<string, StopResult>();
    const report: OnStopped = (runId, stopped) => {
      results.set(runId, stopped);
      onStopped?.(runId, stopped);
    };
    let left = [...runIds];
    let refusals = new Map<string, string | null>();
    // A run that was too new to be found, or a cancel that was lost, is cancelled again.
    for (let cancels = 1; left.length > 0 && cancels <= MAX_CANCELS; cancels++) {
      refusals = await cancelAll(left);
      left = await confirmAll(taskId, left, report);
    }
    for (const runId of left) report(runId, unconfirmed(refusals.get(runId) ?? null));
    return results;
  });

const unconfirmed = (refusal: string | null): StopResult => ({
  kind: 'unconfirmed',
  reason: refusal ?? 'the service accepted the cancel, but the run did not end',
});

/** Why each cancel was refused; null if it was not. */
async function cancelAll(runIds: readonly string[]): Promise<Map<string, string | null>> {
  const refusals = new Map<string, string | null>();
  const queue = [...runIds];
  const work = async (): Promise<void> => {
    for (let runId = queue.shift(); runId !== undefined; runId = queue.shift())
      refusals.set(runId, await cancel(runId));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return refusals;
}

// A refusal (400) means that the run is over already; whatever the answer was, the poll that follows decides.
async function cancel(runId: string): Promise<string | null> {
  try {
    await steadyFor(CONFIRM_MS).cancelRun({ runId });
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

/** The runs that had not ended after {@link CONFIRM_MS}. */
async function confirmAll(
  taskId: string | null,
  runIds: readonly string[],
  report: OnStopped,
): Promise<string[]> {
  const untilMs = Date.now() + CONFIRM_MS;
  let left = [...runIds];
  while (left.length > 0 && Date.now() < untilMs) {
    const { ended, gone } = await poll(taskId, left, untilMs - Date.now());
    for (const run of ended) report(run.runId, { kind: 'ended', run });
    for (const runId of gone) report(runId, { kind: 'gone' });
    const over = new Set([...gone, ...ended.map(({ runId }) => runId)]);
    if (over.size === 0) break;
    left = left.filter((runId) => !over.has(runId));
  }
  return left;
}

async function poll(taskId: string | null, runIds: string[], sliceMs: number): Promise<AwaitRunsResult> {
  const request = { taskId, runIds, sliceMs, newForMs: NEW_RUN_MS, isBrief: true as const };
  try {
    return await slice(
      sliceMs,
      `see ${runIds.length === 1 ? `run ${runIds[0]}` : `${runIds.length} runs`} end`,
    ).awaitRuns({
      ...request,
      poll: { fixedMs: null, minMs: 1000, maxMs: 15_000 },
    });
  } catch {
    return NOTHING_SEEN;
  }
}
