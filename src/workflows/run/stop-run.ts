import { CancellationScope, patched } from '@temporalio/workflow';
import { NEW_RUN_MS } from '../../model/run/await-runs.js';
import type { AwaitRunsResult } from '../../model/run/await-runs.js';
import type { RunReport } from '../../model/api/run-report.js';
import { slice, steadyFor } from '../shared/activities.js';
import { messageOf } from '../shared/failures.js';

/** How long a cancel may take to be accepted, and how long its confirmation, before it is asked for again. */
const CONFIRM_MS = 100_000;
/** Cancels sent before the run is reported as unconfirmed: some five minutes in all. */
const MAX_CANCELS = 3;

/** What became of a run that we asked to stop. */
export type StopResult =
  { kind: 'ended'; run: RunReport } | { kind: 'gone' } | { kind: 'unconfirmed'; reason: string };

/**
 * Cancels a run and confirms by looking that it has ended (design/run.md); it may have ended by itself before. Not
 * cancellable: a second cancel changes nothing.
 */
export const stopRun = (taskId: string | null, runId: string): Promise<StopResult> =>
  CancellationScope.nonCancellable(async () => {
    for (let cancels = 1; ; cancels++) {
      const refusal = await requestCancel(runId);
      const seen = await confirm(taskId, runId);
      const [run] = seen.ended;
      if (run !== undefined) return { kind: 'ended', run };
      if (seen.gone.length > 0) return { kind: 'gone' };
      // A run that was too new to be found, or a cancel that was lost: it is asked for again.
      if (cancels >= MAX_CANCELS || !patched('cancel-again')) return unconfirmed(refusal);
    }
  });

const unconfirmed = (refusal: string | null): StopResult => ({
  kind: 'unconfirmed',
  reason: refusal ?? 'the service took the cancel, but the run went on',
});

// A refusal (400) means that the run is over already; whatever the answer was, the look that follows tells.
async function requestCancel(runId: string): Promise<string | null> {
  try {
    await steadyFor(CONFIRM_MS).cancelRun({ runId });
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

async function confirm(taskId: string | null, runId: string): Promise<AwaitRunsResult> {
  const poll = { fixedMs: null, minMs: 1000, maxMs: 15_000 };
  try {
    return await slice(CONFIRM_MS).awaitRuns({
      taskId,
      runIds: [runId],
      poll,
      sliceMs: CONFIRM_MS,
      newForMs: NEW_RUN_MS,
    });
  } catch {
    return { ended: [], gone: [], latest: [] };
  }
}
