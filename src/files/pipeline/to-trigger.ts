import type { OnEmpty, OnEmptyAction, RetryPolicy } from '../../model/pipeline/plan.js';
import type { Tolerance, WaitPolicy } from '../../model/api/policies.js';
import { DEFAULT_RETRY_REASONS } from './flow-fields.js';
import type { StepFile } from './step-file.js';
import { written } from '../expressions/bindings.js';
import { EMPTY_CAUSES } from '../../model/run/outcome.js';
import { definedOnly } from '../../model/base/objects.js';
import { parseDurationMs } from '../../model/time/duration.js';
import type { EvaluationTrigger, TriggerFields } from '../../model/api/requests.js';
import { instantMs, toUtc } from '../../model/time/window.js';

export const toWaitPolicy = (step: StepFile): WaitPolicy =>
  definedOnly({
    pollIntervalMs: inMs(step.pollInterval),
    timeoutMs: inMs(step.timeout),
    onTimeout: step.onTimeout,
    stalledAfterMs: inMs(step.stalledAfter),
    onStalled: step.onStalled === 'retry' ? 'fail' : step.onStalled,
  });

export const toTolerance = ({ maxErrorShare, allowEmpty, allowTruncated }: StepFile): Tolerance =>
  definedOnly({
    maxErrorShare: written<number>(maxErrorShare),
    allowEmpty: written<boolean>(allowEmpty),
    allowTruncated: written<boolean>(allowTruncated),
  });

const DEFAULT_BACKOFF_MS = 30_000;
const DEFAULT_MAX_BACKOFF_MS = 600_000;

export function toRetry({ retry, onStalled }: StepFile): RetryPolicy | undefined {
  const policy = retry === undefined ? undefined : toPolicy(retry);
  if (onStalled !== 'retry') return policy;
  // Without `retry`, only a stalled run is triggered again, and once.
  const { on, ...others } = policy ?? { ...toPolicy({ attempts: 2 }), on: [] };
  return { ...others, on: [...new Set([...on, 'stalled' as const])] };
}

function toPolicy(retry: NonNullable<StepFile['retry']>): RetryPolicy {
  const backoffMs = inMs(retry.backoff) ?? DEFAULT_BACKOFF_MS;
  return {
    attempts: retry.attempts,
    backoffMs,
    maxBackoffMs: inMs(retry.maxBackoff) ?? Math.max(DEFAULT_MAX_BACKOFF_MS, backoffMs),
    on: retry.on === undefined ? [...DEFAULT_RETRY_REASONS] : [...new Set(retry.on)],
  };
}

const DEFAULT_EMPTY_ATTEMPTS = 12;

export function toOnEmpty({ onEmpty }: StepFile): OnEmpty | undefined {
  if (onEmpty === undefined) return undefined;
  if (typeof onEmpty === 'string') return toAction(onEmpty);
  const { retryAfter, attempts = DEFAULT_EMPTY_ATTEMPTS, then = 'fail' } = onEmpty;
  if (retryAfter !== undefined) return { action: 'retry', afterMs: inMs(retryAfter) ?? 0, attempts, then };
  const causes = EMPTY_CAUSES.flatMap((cause) => {
    const action = onEmpty[cause];
    return action === undefined ? [] : [[cause, toAction(action)] as const];
  });
  return {
    action: 'by-cause',
    causes: Object.fromEntries(causes),
    otherwise: toAction(onEmpty.otherwise ?? 'fail'),
  };
}

function toAction(text: string): OnEmptyAction {
  if (text === 'skip' || text === 'fail') return { action: text };
  const afterMs = inMs(text.replace(/^retryAfter +/, '')) ?? 0;
  return { action: 'retry', afterMs, attempts: DEFAULT_EMPTY_ATTEMPTS, then: 'fail' };
}

/** A checked duration in milliseconds; undefined if there is none. */
export const inMs = (duration: string | undefined): number | undefined =>
  duration === undefined ? undefined : (parseDurationMs(duration) ?? undefined);

/** The trigger fields of a checked step, without those that an expression provides. */
export const toTrigger = (step: StepFile): TriggerFields => ({
  ...toWindow(step.window),
  ...definedOnly({
    maxSpans: written<number>(step.maxSpans),
    overrideEvaluations: written<boolean>(step.overrideEvaluations),
    experimentIds: written<string[]>(step.experimentIds),
    experimentName: written<string>(step.experimentName),
    queryFilter: written<string>(step.queryFilter),
    datasetVersionId: written<string>(step.datasetVersionId),
    exampleIds: written<string[]>(step.exampleIds),
    maxExamples: written<number>(step.maxExamples),
    tracingMetadata: step.tracingMetadata,
    evaluationTaskIds: written<string[]>(step.evaluationTaskIds),
  }),
});

const toWindow = (window: StepFile['window']): Pick<EvaluationTrigger, 'dataStartTime' | 'dataEndTime'> =>
  definedOnly({ dataStartTime: inUtc(window?.start), dataEndTime: inUtc(window?.end) });

function inUtc(time: string | undefined): string | undefined {
  const ms = time === undefined ? null : instantMs(time);
  return ms === null ? undefined : toUtc(ms);
}
