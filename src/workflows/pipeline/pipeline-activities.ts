import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import type { Json } from '../../model/base/json.js';
import { UNKNOWN_ACTIVITY } from '../../model/temporal/our-activities.js';
import type { RetryPolicy } from '../../model/pipeline/plan.js';

const STEADY_RETRY = { initialInterval: 1000, backoffCoefficient: 2, maximumInterval: 60_000 };

/** After so long without an answer the step goes on without one. */
const GIVE_UP_MS = 30 * 60_000;

/** `summary` says what for, in Temporal's web interface. */
export const judging = (summary: string) =>
  proxyActivities<Pick<Activities, 'evaluate' | 'evaluateItems' | 'checkReadiness'>>({
    startToCloseTimeout: 120_000,
    scheduleToCloseTimeout: GIVE_UP_MS,
    retry: STEADY_RETRY,
    summary: summary.slice(0, 200),
  });

/** The gate of a step: it waits itself where pages are rate limited, and is alive for as long as it heartbeats. */
export const judgingGate = (stepId: string) =>
  proxyActivities<Pick<Activities, 'judgeGate'>>({
    startToCloseTimeout: GIVE_UP_MS,
    scheduleToCloseTimeout: GIVE_UP_MS,
    heartbeatTimeout: 30_000,
    retry: STEADY_RETRY,
    summary: `gate of ${stepId}`,
  });

/** How an activity of the worker's own is called. Times in milliseconds. */
export interface OwnCall {
  name: string;
  summary: string;
  timeoutMs: number;
  /** What is left of the pipeline's time; null: no bound. */
  leftMs: number | null;
  retry: Pick<RetryPolicy, 'attempts' | 'backoffMs' | 'maxBackoffMs'>;
}

/** Calls an activity of the worker's own by its name. One that no worker knows is not asked for again. */
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
