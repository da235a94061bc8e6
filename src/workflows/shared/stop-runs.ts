import { CancellationScope } from '@temporalio/workflow';
import { NEW_RUN_MS, NOTHING_SEEN } from '../../model/run/await-runs.js';
import type { AwaitRunsResult } from '../../model/run/await-runs.js';
import type { RunReport } from '../../model/api/task-run.js';
import { slice, steadyFor } from './activities.js';
import { messageOf, readTriggerFailure } from './failures.js';

/** How long a cancel may take to be accepted, and how long its confirmation, before the cancel is sent again. */
const CONFIRM_MS = 100_000;
/** A run that is not found (404) may be too new to be visible: after these it is cancelled again, and then as the others are. */
const NOT_FOUND_MS = [2000, 4000, 8000, 16_000, 32_000] as const;
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
    const refusals = new Map<string, Refusal | null>();
    const isUnknown = (runId: string): boolean => refusals.get(runId)?.type === 'AxNotFound';
    // A cancel that was lost is sent again.
    for (let cancels = 1; left.length > 0 && cancels <= MAX_CANCELS; cancels++) {
      await cancelAll(left, refusals);
      for (const confirmMs of NOT_FOUND_MS) {
        if (!left.some(isUnknown)) break;
        left = await confirmAll(taskId, left, confirmMs, report);
        await cancelAll(left.filter(isUnknown), refusals);
      }
      left = await confirmAll(taskId, left, CONFIRM_MS, report);
    }
    for (const runId of left) report(runId, unconfirmed(refusals.get(runId)?.message ?? null));
    return results;
  });

const unconfirmed = (refusal: string | null): StopResult => ({
  kind: 'unconfirmed',
  reason: refusal ?? 'the service accepted the cancel, but the run did not end',
});

/** Why a cancel was refused. */
interface Refusal {
  /** The failure type; null if it has none. */
  type: string | null;
  message: string;
}

/** Notes why each cancel was refused; null if it was not. */
async function cancelAll(runIds: readonly string[], refusals: Map<string, Refusal | null>): Promise<void> {
  const queue = [...runIds];
  const work = async (): Promise<void> => {
    for (let runId = queue.shift(); runId !== undefined; runId = queue.shift())
      refusals.set(runId, await cancel(runId));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

// A refusal (400) means that the run is over already; whatever the answer was, the poll that follows decides.
async function cancel(runId: string): Promise<Refusal | null> {
  try {
    await steadyFor(CONFIRM_MS).cancelRun({ runId });
    return null;
  } catch (error) {
    return { type: readTriggerFailure(error).type, message: messageOf(error) };
  }
}

/** The runs that had not ended after `confirmMs`. */
async function confirmAll(
  taskId: string | null,
  runIds: readonly string[],
  confirmMs: number,
  report: OnStopped,
): Promise<string[]> {
  const untilMs = Date.now() + confirmMs;
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
