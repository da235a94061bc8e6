import { proxyActivities, uuid4 } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import type { Json } from '../../model/base/json.js';
import type { RetryPolicy } from '../../model/pipeline/plan.js';
import { stepActivityId } from '../../model/temporal/names.js';
import { UNKNOWN_ACTIVITY } from '../../model/temporal/built-in-activities.js';
import { READING } from '../shared/activities.js';
import { MAX_BACKOFF_MS } from './step-clock.js';

const STEADY_RETRY = { initialInterval: 1000, backoffCoefficient: 2, maximumInterval: MAX_BACKOFF_MS };

/** How long an activity may take in all if the step has more time, or no deadline. After that, the step fails. */
const GIVE_UP_MS = 30 * 60_000;

/** A call on behalf of a step, for observers, and the milliseconds that the step has left; null: no deadline. */
export interface StepCall {
  stepId: string;
  /** Shown in Temporal's web interface. */
  summary: string;
  leftMs: number | null;
}

/** Evaluating expressions, which asks no service. */
export const evaluating = (call: StepCall) =>
  proxyActivities<Pick<Activities, 'evaluate' | 'evaluateItems'>>({
    ...optionsOf(call),
    startToCloseTimeout: 120_000,
  });

/** Reading what a gate or `requires` needs. The activity itself waits if the service limits its requests, and heartbeats meanwhile. */
export const judging = (call: StepCall) =>
  proxyActivities<Pick<Activities, 'judgeGate' | 'checkReadiness'>>({
    ...optionsOf(call),
    startToCloseTimeout: GIVE_UP_MS,
    heartbeatTimeout: 30_000,
  });

/** Reading what a run's evaluations said, which nothing depends on: given up soon. */
export const keepingQuality = (call: StepCall) =>
  proxyActivities<Pick<Activities, 'keepQuality'>>({ ...optionsOf(call), ...READING });

const optionsOf = ({ stepId, summary, leftMs }: StepCall) => ({
  activityId: stepActivityId(stepId, uuid4()),
  scheduleToCloseTimeout: Math.min(GIVE_UP_MS, leftMs ?? GIVE_UP_MS),
  retry: STEADY_RETRY,
  summary: summary.slice(0, 200),
});

/** How an activity of the user's worker is called. Times in milliseconds. */
export interface OwnCall extends StepCall {
  name: string;
  timeoutMs: number;
  retry: Pick<RetryPolicy, 'attempts' | 'backoffMs' | 'maxBackoffMs'>;
}

/** Calls an activity of the user's worker by its name. It is not retried if no worker has an activity of that name. */
export async function callOwn(
  { name, stepId, summary, timeoutMs, leftMs, retry }: OwnCall,
  input: Json,
): Promise<Json> {
  const own = proxyActivities<Record<string, (input: Json) => Promise<Json | undefined>>>({
    activityId: stepActivityId(stepId, uuid4()),
    startToCloseTimeout: timeoutMs,
    ...(leftMs === null ? {} : { scheduleToCloseTimeout: leftMs }),
    retry: {
      maximumAttempts: retry.attempts,
      initialInterval: retry.backoffMs,
      maximumInterval: retry.maxBackoffMs,
      nonRetryableErrorTypes: [UNKNOWN_ACTIVITY],
    },
    summary: summary.slice(0, 200),
  });
  return (await own[name]?.(input)) ?? null;
}
