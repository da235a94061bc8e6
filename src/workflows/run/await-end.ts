import { workflowInfo } from '@temporalio/workflow';
import { NEW_RUN_MS } from '../../model/run/await-runs.js';
import type { AwaitRunsResult, RefusedLook, SeenRun } from '../../model/run/await-runs.js';
import { DEFAULT_STALLED_AFTER_MS } from '../../model/run/movement.js';
import type { Movement } from '../../model/run/movement.js';
import { pollPolicyOf } from '../../model/run/polling.js';
import type { LearnedPolling } from '../../model/run/polling.js';
import type { WaitPolicy } from '../../model/api/policies.js';
import type { HeldTurn } from '../../model/run/turn.js';
import { isTerminal } from '../../model/api/task-run.js';
import type { RunReport } from '../../model/api/task-run.js';
import type { FailureType } from '../../model/temporal/failure-types.js';
import { measureDetection } from '../shared/report.js';
import { slice } from '../shared/activities.js';
import { failure, innermost, isSliceOver } from '../shared/failures.js';

/** Between slices the workflow looks at its deadline and at the length of its history. */
const SLICE_MS = 60 * 60_000;

/** A wait for one run, with its deadline in milliseconds since 1970; null if there is none. */
export interface Wait {
  taskId: string | null;
  runId: string;
  policy: WaitPolicy;
  deadlineMs: number | null;
  /** The end beyond which the deadline is not extended; absent if there is none. */
  finalDeadlineMs?: number;
  /** As in `StartedRun`. */
  learned?: LearnedPolling;
  createdMs?: number;
}

export type WaitEnd =
  | { kind: 'ended'; run: RunReport; stalledMs?: number }
  | { kind: 'gone' }
  /** Its counts stand still, and the policy wants to know. */
  | { kind: 'stalled'; stalledMs: number }
  /** A last look was made at the deadline, and the run went on. */
  | { kind: 'deadline'; latest: RunReport | null; stalledMs?: number }
  /** The history has grown long: the wait continues as new. */
  | { kind: 'history-full'; deadlineMs: number | null };

/** What the first look takes care of, once. */
export interface AtFirst {
  /** A turn that it gives back. */
  turn?: HeldTurn | null;
  /** What was just seen of the run, so that it need not look. */
  seen?: SeenRun;
  /** As in `AwaitRunsRequest`. */
  isJustCreated?: true;
}

/** Waits for the end of a run in slices, by durable timers (design/wait.md). */
export async function awaitEnd(wait: Wait, atFirst: AtFirst = {}): Promise<WaitEnd> {
  const before = atFirst.seen?.report;
  if (before !== undefined && isTerminal(before)) return endedAs(before);
  let once = atFirst;
  let deadlineMs = wait.deadlineMs;
  let moved: Movement[] = [];
  const { createdMs = Date.now() } = wait;
  for (;;) {
    const leftMs = deadlineMs === null ? SLICE_MS : Math.max(0, deadlineMs - Date.now());
    const seen = await awaitSlice({ ...wait, createdMs }, Math.min(SLICE_MS, leftMs), moved, once);
    once = {};
    // Cut short, by workers that were away: the last look at the deadline is still to be made.
    if (seen === null) continue;
    if (seen.refused !== undefined) throw refusal(seen.refused);
    moved = seen.moved;
    const [run] = seen.ended;
    if (run !== undefined) return { ...endedAs(run), ...stallOf(wait, moved) };
    if (seen.gone.length > 0) return { kind: 'gone' };
    if (seen.stalled.length > 0) return { kind: 'stalled', stalledMs: 0, ...stallOf(wait, moved) };
    if (deadlineMs !== null && Date.now() >= deadlineMs) {
      deadlineMs = extended(wait, deadlineMs);
      if (deadlineMs === null)
        return { kind: 'deadline', latest: seen.latest[0] ?? null, ...stallOf(wait, moved) };
    }
    if (workflowInfo().continueAsNewSuggested) return { kind: 'history-full', deadlineMs };
  }
}

function endedAs(run: RunReport): Extract<WaitEnd, { kind: 'ended' }> {
  measureDetection(run);
  return { kind: 'ended', run };
}

const refusal = ({ type, message, details }: RefusedLook): Error =>
  failure(type as FailureType, message, ...details);

/** The next deadline; null if this one was the last. */
function extended({ policy, finalDeadlineMs = Infinity }: Wait, deadlineMs: number): number | null {
  if (policy.onTimeout !== 'extend' || deadlineMs >= finalDeadlineMs) return null;
  return Math.min(finalDeadlineMs, deadlineMs + Math.max(1000, policy.timeoutMs ?? SLICE_MS));
}

/** The longest time without movement, if that was a stall. */
function stallOf(
  { policy: { stalledAfterMs = DEFAULT_STALLED_AFTER_MS } }: Wait,
  moved: readonly Movement[],
): { stalledMs?: number } {
  const longestMs = moved[0]?.longestMs ?? 0;
  return longestMs >= stalledAfterMs ? { stalledMs: longestMs } : {};
}

/** What the slice saw; null if it was cut short before the look at its end. */
async function awaitSlice(
  { taskId, runId, policy, learned, createdMs }: Wait & { createdMs: number },
  sliceMs: number,
  movedBefore: Movement[],
  { turn = null, ...first }: AtFirst,
): Promise<AwaitRunsResult | null> {
  const { pollIntervalMs, stalledAfterMs, onStalled } = policy;
  try {
    return await slice(sliceMs, `wait for run ${runId}`).awaitRuns({
      taskId,
      runIds: [runId],
      poll: pollPolicyOf(pollIntervalMs, pastOf(learned, createdMs)),
      sliceMs,
      newForMs: NEW_RUN_MS,
      isShared: true,
      ...(movedBefore.length === 0 ? {} : { movedBefore }),
      ...(stalledAfterMs === undefined ? {} : { stalledAfterMs }),
      ...(onStalled === 'fail' ? { endsWhenStalled: true as const } : {}),
      ...(turn === null ? {} : { turn }),
      ...first,
    });
  } catch (error) {
    if (isSliceOver(error)) return null;
    throw innermost(error);
  }
}

const pastOf = (learned: LearnedPolling | undefined, createdMs: number) =>
  learned === undefined ? {} : { learned, ageMs: Math.max(0, Date.now() - createdMs) };
