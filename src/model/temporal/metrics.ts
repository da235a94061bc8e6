import type { MetricMeter } from '@temporalio/common';

/**
 * All metrics of our own (docs/observability.md says what each means). Times are in seconds. No label is a URL, an ID, a
 * window, a reason or any text of spans.
 */
export const METRICS = {
  requests: counter('ax_tasks_requests', 'Requests to Arize AX that were tried', ['endpoint', 'status']),
  requestSeconds: histogram(
    'ax_tasks_request_seconds',
    'How long requests to Arize AX took, including the wait for a connection',
    ['endpoint'],
    [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  ),
  refusals: counter('ax_tasks_refusals', 'Requests to Arize AX without a usable answer', ['type']),
  posts: counter('ax_tasks_posts', 'Trigger requests that were tried, by what was answered', ['answer']),
  rateLimitWaitSeconds: histogram(
    'ax_tasks_rate_limit_wait_seconds',
    'Waits that Arize AX asked for by Retry-After',
    [],
    [1, 5, 15, 60, 300, 900, 3600],
  ),
  requestsHeldBack: counter('ax_tasks_requests_held_back', 'Requests not sent during such a wait', []),
} as const satisfies Record<string, Metric>;

export interface Metric {
  name: string;
  help: string;
  labels: readonly string[];
  /** Upper bounds of the buckets of a histogram; null: it is a counter. */
  buckets: readonly number[] | null;
}

type Labels<M extends Metric> = Readonly<Record<M['labels'][number], string>>;

/** Counts something that happened. */
export function count<M extends Metric>(meter: MetricMeter, metric: M, labels: Labels<M>, times = 1): void {
  meter.createCounter(metric.name, '', metric.help).add(times, labels);
}

/** Records a time; one that is not known, or that clocks make negative, is left out. */
export function recordMs<M extends Metric>(
  meter: MetricMeter,
  metric: M,
  labels: Labels<M>,
  ms: number,
): void {
  if (ms >= 0) meter.createHistogram(metric.name, 'float', '', metric.help).record(ms / 1000, labels);
}

function counter<const L extends readonly string[]>(name: string, help: string, labels: L) {
  return { name, help, labels, buckets: null };
}

function histogram<const L extends readonly string[]>(
  name: string,
  help: string,
  labels: L,
  buckets: readonly number[],
) {
  return { name, help, labels, buckets };
}
