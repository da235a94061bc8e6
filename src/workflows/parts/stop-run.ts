import { CancellationScope } from '@temporalio/workflow';
import type { AwaitRunsResult } from '../../model/await-runs.js';
import type { RunReport } from '../../model/run-report.js';
import { slice, steadyFor } from './activities.js';
import { messageOf } from './failures.js';

/** How long a cancel and its confirmation may take before the run is reported as unconfirmed. */
const CONFIRM_MS = 5 * 60_000;

/** What became of a run that we asked to stop. */
export type StopResult =
  { kind: 'ended'; run: RunReport } | { kind: 'gone' } | { kind: 'unconfirmed'; reason: string };

/**
 * Cancels a run and confirms by looking that it has ended (design section 4.3); it may have ended by itself before. Not
 * cancellable: a second cancel changes nothing.
 */
export const stopRun = (taskId: string | null, runId: string): Promise<StopResult> =>
  CancellationScope.nonCancellable(async () => {
    const refusal = await requestCancel(runId);
    const seen = await confirm(taskId, runId);
    const [run] = seen.ended;
    if (run !== undefined) return { kind: 'ended', run };
    if (seen.gone.length > 0) return { kind: 'gone' };
    return { kind: 'unconfirmed', reason: refusal ?? 'the service took the cancel, but the run went on' };
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
    return await slice(CONFIRM_MS).awaitRuns({ taskId, runIds: [runId], poll, sliceMs: CONFIRM_MS });
  } catch {
    return { ended: [], gone: [], latest: [] };
  }
}
