import { resourceId } from '../../api/request-checks.js';
import {
  flag,
  instant,
  listOf,
  nullable,
  members,
  milliseconds,
  optional,
  text,
  whole,
} from '../../base/checks.js';
import { hash32 } from '../../base/hash.js';
import type { AwaitRunsRequest } from '../await-runs.js';
import type { Movement } from '../movement.js';
import { nextPollDelayMs } from '../polling.js';
import type { LearnedPolling, PollPolicy } from '../polling.js';
import type { WaitProgress } from '../progress.js';

/**
 * A wait for one run that a watcher looks after (design/wait.md): the pending activity `awaitRuns` of a workflow. Times are
 * in milliseconds since 1970 by the Temporal server's clock.
 */
export interface Waiter {
  workflowId: string;
  /** The execution (Temporal run ID) that waits. */
  executionId: string;
  activityId: string;
  runId: string;
  poll: PollPolicy;
  /** When its slice began and when it ends: the look at the end is the waiter's own. */
  sinceMs: number;
  untilMs: number;
  /** When it last looked by itself. */
  registeredMs: number;
  stalledAfterMs: number;
  endsWhenStalled: boolean;
  /** Until then its run, which nobody has seen, may just not be visible yet; absent: it was seen. */
  newUntilMs?: number;
  /** Where the run was when the waiter looked by itself. */
  moved: Movement;
}

/** The execution and activity of a waiter. */
export type WaitingActivity = Pick<Waiter, 'workflowId' | 'executionId' | 'activityId'>;

export const waiterKey = ({ workflowId, executionId, activityId }: WaitingActivity): string =>
  `${workflowId} ${executionId} ${activityId}`;

/** The waiter for a run that its own look at `nowMs` saw active, or left to the watcher; null if it did not, or may not share its looks. */
export function waiterOf(
  activity: WaitingActivity,
  request: AwaitRunsRequest,
  { runs, failuresInARow, stalledAfterMs, found }: WaitProgress,
  { nowMs, elapsedMs }: { nowMs: number; elapsedMs: number },
): Waiter | null {
  const [moved] = runs;
  const { isShared, taskId, runIds, poll, sliceMs, newForMs = 0, endsWhenStalled = false } = request;
  if (isShared !== true || taskId === null || runIds.length !== 1) return null;
  if (moved === undefined || failuresInARow > 0) return null;
  const sinceMs = nowMs - elapsedMs;
  return {
    ...activity,
    runId: moved.runId,
    poll,
    sinceMs,
    untilMs: sinceMs + sliceMs,
    registeredMs: nowMs,
    stalledAfterMs,
    endsWhenStalled,
    ...(found.includes(moved.runId) ? {} : { newUntilMs: sinceMs + newForMs }),
    moved,
  };
}

/** When a waiter would look again by itself. */
export const ownDueMs = ({ poll, sinceMs, registeredMs }: Waiter): number =>
  registeredMs + nextPollDelayMs(poll, registeredMs - sinceMs, 0.5);

/** So many waiters share a watcher before another one is begun. */
const WAITERS_OF_A_WATCHER = 300;

/** Which watcher of the task looks after a run, if so many waits are known: those of few waits have all the same. */
export function shardOf(runId: string, waits: number): number {
  const shards = 2 ** Math.max(0, Math.ceil(Math.log2(waits / WAITERS_OF_A_WATCHER)));
  return hash32(runId) % shards;
}

/** The signal by which waiters register with their watcher. */
export const REGISTER_SIGNAL = 'register';

const pollCheck = members<PollPolicy>({
  fixedMs: nullable(milliseconds(1)),
  minMs: milliseconds(1),
  maxMs: milliseconds(1),
  learned: optional(
    members<LearnedPolling>({
      runs: whole(1),
      quantilesMs: listOf(milliseconds(0), 1),
      targetDelayMs: milliseconds(1),
    }),
  ),
  ageMs: optional(milliseconds(0)),
});

const movementCheck = members<Movement>({ runId: resourceId, sinceMs: instant, seenMs: instant });

// Without `shape`: a waiter of a newer version may have more members, and one that is passed over waits for minutes.
export const waiterCheck = members<Waiter>({
  workflowId: text,
  executionId: text,
  activityId: text,
  runId: resourceId,
  poll: pollCheck,
  sinceMs: instant,
  untilMs: instant,
  registeredMs: instant,
  stalledAfterMs: milliseconds(1),
  endsWhenStalled: flag,
  newUntilMs: optional(instant),
  moved: movementCheck,
});

const waitersCheck = listOf(waiterCheck);

/** What is wrong with the argument of {@link REGISTER_SIGNAL}; null if nothing is. */
export const registerProblem = (news: unknown): string | null => waitersCheck(news, 'waiters');
