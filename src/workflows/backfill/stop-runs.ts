import { NEW_RUN_MS } from '../../model/run/await-runs.js';
import type { AwaitRunsResult } from '../../model/run/await-runs.js';
import { slice, steadyFor } from '../shared/activities.js';
import { messageOf } from '../shared/failures.js';
import type { StopResult } from '../run/stop-run.js';

const CONFIRM_MS = 100_000;
const MAX_CANCELS = 3;
/** Cancels under way at once. */
const AT_ONCE = 20;

/**
 * Cancels runs and confirms that they have ended, like `stopRun` of one: all are cancelled side by side, and then looked
 * at together. Tells of each as soon as it is known. Must be called where it cannot be cancelled.
 */
export async function stopRuns(
  taskId: string,
  runIds: readonly string[],
  tell: (runId: string, stopped: StopResult) => void,
): Promise<void> {
  let left = [...runIds];
  let refusals = new Map<string, string | null>();
  for (let cancels = 1; left.length > 0 && cancels <= MAX_CANCELS; cancels++) {
    refusals = await cancelAll(left);
    left = await confirmAll(taskId, left, tell);
  }
  for (const runId of left) tell(runId, unconfirmed(refusals.get(runId) ?? null));
}

const unconfirmed = (refusal: string | null): StopResult => ({
  kind: 'unconfirmed',
  reason: refusal ?? 'the service took the cancel, but the run went on',
});

/** Why each cancel was refused, as where the run was over already; null where it was not. */
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

async function cancel(runId: string): Promise<string | null> {
  try {
    await steadyFor(CONFIRM_MS).cancelRun({ runId });
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

/** The runs that went on for as long as was looked. */
async function confirmAll(
  taskId: string,
  runIds: readonly string[],
  tell: (runId: string, stopped: StopResult) => void,
): Promise<string[]> {
  const untilMs = Date.now() + CONFIRM_MS;
  let left = [...runIds];
  while (left.length > 0 && Date.now() < untilMs) {
    const { ended, gone } = await look(taskId, left, untilMs - Date.now());
    for (const run of ended) tell(run.runId, { kind: 'ended', run });
    for (const runId of gone) tell(runId, { kind: 'gone' });
    const over = new Set([...gone, ...ended.map(({ runId }) => runId)]);
    if (over.size === 0) break;
    left = left.filter((runId) => !over.has(runId));
  }
  return left;
}

async function look(taskId: string, runIds: string[], sliceMs: number): Promise<AwaitRunsResult> {
  const poll = { fixedMs: null, minMs: 1000, maxMs: 15_000 };
  try {
    return await slice(sliceMs).awaitRuns({
      taskId,
      runIds,
      poll,
      sliceMs,
      newForMs: NEW_RUN_MS,
      isBrief: true,
    });
  } catch {
    return { ended: [], gone: [], latest: [] };
  }
}
