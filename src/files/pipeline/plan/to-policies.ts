import type { OnEmpty, RetryPolicy } from '../../../model/pipeline/plan.js';
import type { Tolerance, WaitPolicy } from '../../../model/api/policies.js';
import { DEFAULT_RETRY_REASONS } from '../flow-fields.js';
import type { StepFile } from '../step-file.js';
import { written } from '../../expressions/bindings.js';
import { inMs } from './in-ms.js';
import { definedOnly } from '../../../model/base/objects.js';

export const toWaitPolicy = (step: StepFile): WaitPolicy =>
  definedOnly({
    pollIntervalMs: inMs(step.pollInterval),
    timeoutMs: inMs(step.timeout),
    onTimeout: step.onTimeout,
  });

export const toTolerance = ({ maxErrorShare, allowEmpty, allowTruncated }: StepFile): Tolerance =>
  definedOnly({
    maxErrorShare: written<number>(maxErrorShare),
    allowEmpty: written<boolean>(allowEmpty),
    allowTruncated: written<boolean>(allowTruncated),
  });

const DEFAULT_BACKOFF_MS = 30_000;
const DEFAULT_MAX_BACKOFF_MS = 600_000;

export function toRetry({ retry }: StepFile): RetryPolicy | undefined {
  if (retry === undefined) return undefined;
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
  if (onEmpty === 'skip' || onEmpty === 'fail') return { action: onEmpty };
  const given = typeof onEmpty === 'string' ? { retryAfter: onEmpty.replace(/^retryAfter +/, '') } : onEmpty;
  const {
    retryAfter,
    attempts = DEFAULT_EMPTY_ATTEMPTS,
    then = 'fail',
  } = {
    attempts: undefined,
    then: undefined,
    ...given,
  };
  return { action: 'retry', afterMs: inMs(retryAfter) ?? 0, attempts, then };
}
