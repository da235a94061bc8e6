import type { MetricMeter } from '@temporalio/common';

const LAGS = [60, 900, 3600, 14_400, 43_200, 86_400, 172_800, 604_800, 2_592_000];

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
  triggers: counter('ax_tasks_triggers', 'Intents to run a task that were settled', ['task', 'how']),
  runsEnded: counter('ax_tasks_runs_ended', 'Runs and intents that ended', ['task', 'outcome', 'verdict']),
  runDurationSeconds: histogram(
    'ax_tasks_run_duration_seconds',
    'From the creation of a run to its end, by the times of the service',
    ['task'],
    [10, 30, 60, 300, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400],
  ),
  detectionDelaySeconds: histogram(
    'ax_tasks_detection_delay_seconds',
    'From the end of a run to the look that saw it',
    [],
    [1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800],
  ),
  runsStalled: counter('ax_tasks_runs_stalled', 'Runs whose status and counts stood still too long', []),
  gateVerdicts: counter('ax_tasks_gate_verdicts', 'Gates that were judged', ['verdict']),
  approvals: counter('ax_tasks_approvals', 'Approvals that were asked for, and how they ended', ['state']),
  pipelinesEnded: counter('ax_tasks_pipelines_ended', 'Pipelines that ended', ['verdict']),
  windowsEnded: counter('ax_tasks_windows_ended', 'Windows of backfills that ended', ['task', 'state']),
  firings: counter('ax_tasks_firings', 'Firings of schedules that ended', ['schedule', 'verdict']),
  firingDelaySeconds: histogram(
    'ax_tasks_firing_delay_seconds',
    'From the nominal time of a firing to its start',
    ['schedule'],
    [1, 10, 60, 300, 900, 3600, 14_400, 86_400],
  ),
  coverageLagSeconds: histogram(
    'ax_tasks_coverage_lag_seconds',
    'From the end of the data of a window that a schedule evaluated well to the end of the firing',
    ['schedule'],
    LAGS,
  ),
  watermarkLagSeconds: histogram(
    'ax_tasks_watermark_lag_seconds',
    'How much data that was due a firing by watermark left to the next one',
    ['schedule'],
    LAGS,
  ),
  webhooks: counter('ax_tasks_webhooks', 'Webhooks of Arize that came, by what became of them', ['result']),
  sweeps: counter('ax_tasks_sweeps', 'Sweeps that ended', ['result']),
  orphans: counter('ax_tasks_orphans', 'Orphans that sweeps found, by what they did about each', ['did']),
  notifications: counter('ax_tasks_notifications', 'Notices to receivers, and attempts that are made again', [
    'channel',
    'outcome',
  ]),
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
