import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import type { Json } from '../../model/base/json.js';
import type { RetryPolicy } from '../../model/pipeline/plan.js';
import { UNKNOWN_ACTIVITY } from '../../model/temporal/built-in-activities.js';

const STEADY_RETRY = { initialInterval: 1000, backoffCoefficient: 2, maximumInterval: 60_000 };

/** How long an activity may take in all. After that, the step fails. */
const GIVE_UP_MS = 30 * 60_000;

/** `summary` is shown in Temporal's web interface. */
export const judging = (summary: string) =>
  proxyActivities<Pick<Activities, 'evaluate' | 'evaluateItems' | 'checkReadiness'>>({
    startToCloseTimeout: 120_000,
    scheduleToCloseTimeout: GIVE_UP_MS,
    retry: STEADY_RETRY,
    summary: summary.slice(0, 200),
  });

/** The gate of a step. The activity itself waits if the service limits its requests, and heartbeats meanwhile. */
export const judgingGate = (stepId: string) =>
  proxyActivities<Pick<Activities, 'judgeGate'>>({
    startToCloseTimeout: GIVE_UP_MS,
    scheduleToCloseTimeout: GIVE_UP_MS,
    heartbeatTimeout: 30_000,
    retry: STEADY_RETRY,
    summary: `gate of ${stepId}`,
  });

/** How an activity of the user's worker is called. Times in milliseconds. */
export interface OwnCall {
  name: string;
  summary: string;
  timeoutMs: number;
  /** The time left until the pipeline's deadline; null: it has none. */
  leftMs: number | null;
  retry: Pick<RetryPolicy, 'attempts' | 'backoffMs' | 'maxBackoffMs'>;
}

/** Calls an activity of the user's worker by its name. It is not retried if no worker has an activity of that name. */
export async function callOwn(
  { name, summary, timeoutMs, leftMs, retry }: OwnCall,
  input: Json,
): Promise<Json> {
  const own = proxyActivities<Record<string, (input: Json) => Promise<Json | undefined>>>({
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
