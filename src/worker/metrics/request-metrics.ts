import { STATUS_CODES } from 'node:http';
import type { MetricMeter } from '@temporalio/common';
import type { RequestReport } from '../../ax/index.js';
import { METRICS, count, recordMs } from '../../model/temporal/metrics.js';

const TRIGGER = 'POST /v2/tasks/{id}/trigger';

/** Counts the requests to Arize AX: give it to `AxClient` as `onRequest`. */
export const requestMetrics =
  (meter: MetricMeter) =>
  ({ endpoint, status, failure, isTried, durationMs, retryAfterMs }: RequestReport): void => {
    if (!isTried) return count(meter, METRICS.requestsHeldBack, {});
    count(meter, METRICS.requests, { endpoint, status: statusLabel(status) });
    recordMs(meter, METRICS.requestSeconds, { endpoint }, durationMs);
    if (failure !== null) count(meter, METRICS.refusals, { type: failure });
    if (endpoint === TRIGGER) count(meter, METRICS.posts, { answer: failure ?? 'created' });
    if (retryAfterMs !== null) recordMs(meter, METRICS.rateLimitWaitSeconds, {}, retryAfterMs);
  };

/** A service may answer with any number; those without a name are one label. */
const statusLabel = (status: number | null): string => {
  if (status === null) return 'none';
  return STATUS_CODES[status] === undefined ? 'other' : String(status);
};
