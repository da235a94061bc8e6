import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import type { HeldUp, WaitProgress } from '../../model/run/progress.js';
import { stepOfActivityId } from '../../model/temporal/names.js';
import { observeWait } from './watched-wait.js';
import { timestampMs } from '../worker-gap.js';
import { readFailureMessage, readPayload } from '../payload.js';

/** An activity that has been scheduled and has not ended. Times are ISO 8601 with zone. */
export interface PendingWork {
  activity: string;
  /** The step of a pipeline that it works for; null if it works for none. */
  stepId: string | null;
  /** From 1. */
  attempt: number;
  /** A worker has it right now. */
  isStarted: boolean;
  scheduledAt: string | null;
  /** When the next attempt is due; null while one is under way. */
  nextAt: string | null;
  /** Why the last attempt ended without a result. */
  problem: string | null;
  /** `StillRunning` and the others of `model/failure-types.ts`. */
  failureType: string | null;
  /** What the service asked for with Retry-After. */
  retryAfterMs: number | null;
  /** The last poll of a wait for runs; null if nothing waits for runs. */
  progress: WaitProgress | null;
  /** Why the activity of a gate or of `requires` waits by itself; null if it does not. */
  heldUp: HeldUp | null;
}

type RawActivity = NonNullable<WorkflowExecutionDescription['raw']['pendingActivities']>[number];

/** `PendingActivityState` of Temporal's API. */
const STARTED = 2;

/** What a workflow waits for at this moment, as its description tells. */
export const pendingWork = (client: Client, { raw }: WorkflowExecutionDescription): Promise<PendingWork[]> =>
  Promise.all((raw.pendingActivities ?? []).map((activity) => describeActivity(client, activity)));

async function describeActivity(client: Client, activity: RawActivity): Promise<PendingWork> {
  const name = activity.activityType?.name ?? 'unknown';
  if (name === 'awaitRuns') {
    const { progress, looks } = await observeWait(client, activity);
    return { ...(await stateOf(client, looks)), activity: name, progress, heldUp: null };
  }
  const beat = await readPayload(client, activity.heartbeatDetails?.payloads?.[0]);
  const heldUp = READERS.includes(name) ? heldUpIn(beat as Partial<HeldUp> | null) : null;
  return { ...(await stateOf(client, activity)), activity: name, progress: null, heldUp };
}

async function stateOf(
  client: Client,
  activity: RawActivity,
): Promise<Omit<PendingWork, 'activity' | 'progress' | 'heldUp'>> {
  const { lastFailure } = activity;
  const info = lastFailure?.applicationFailureInfo;
  const details = (await readPayload(client, info?.details?.payloads?.[0])) as RetryDetails | null;
  return {
    stepId: stepOfActivityId(activity.activityId ?? ''),
    attempt: Number(activity.attempt ?? 1),
    isStarted: Number(activity.state) === STARTED,
    scheduledAt: isoOf(timestampMs(activity.scheduledTime)),
    nextAt: isoOf(timestampMs(activity.nextAttemptScheduleTime)),
    problem: await readFailureMessage(client, lastFailure),
    failureType: info?.type ?? null,
    retryAfterMs: details?.retryAfterMs ?? null,
  };
}

/** They wait themselves if the service limits its requests, and report it. */
const READERS: readonly string[] = ['judgeGate', 'checkReadiness'];

/** They report their progress even if nothing holds them up. */
const heldUpIn = (beat: Partial<HeldUp> | null): HeldUp | null =>
  beat?.until === undefined || beat.problem === undefined
    ? null
    : { until: beat.until, problem: beat.problem };

interface RetryDetails {
  retryAfterMs?: number | null;
}

/** What keeps it from its end: why its last attempt failed, or what it waits for; null if nothing is known. */
export const troubleOf = ({ problem, heldUp }: PendingWork): string | null => heldUp?.problem ?? problem;

const isoOf = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

const TURNS: readonly string[] = ['takeTurn', 'awaitTurn', 'takeDatasetTurn'];

/** Whether it waits for another workflow that has the turn. */
export const isWaitForTurn = ({ activity }: PendingWork): boolean => TURNS.includes(activity);
