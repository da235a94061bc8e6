import { Runtime } from '@temporalio/worker';
import type { Logger, RuntimeOptions } from '@temporalio/worker';
import { addressText } from '../config/listen-address.js';
import type { MetricsConfig } from '../config/load-config.js';
import { METRICS } from '../model/temporal/metrics.js';
import { boundLabels } from './metrics/bounded-meter.js';
import { cannotListen } from './cannot-listen.js';

type Telemetry = NonNullable<RuntimeOptions['telemetryOptions']>;

/**
 * Makes the SDK log and measure as configured, once a process.
 * @throws ConfigError if Prometheus' address cannot be had
 */
export function installRuntime(logger: Logger, metrics: MetricsConfig | null): Runtime {
  try {
    const runtime = Runtime.install({
      logger,
      // The worker program listens to signals itself: the SDK would be killed by the second of a pair.
      shutdownSignals: [],
      telemetryOptions: {
        logging: { forward: {}, filter: 'WARN' },
        ...(metrics === null ? {} : { metrics: exporterOf(metrics) }),
      },
    });
    boundLabels(runtime);
    return runtime;
  } catch (error) {
    if (metrics === null || !('prometheus' in metrics)) throw error;
    throw cannotListen('AX_TASKS_METRICS_ADDRESS', metrics.prometheus, String(error));
  }
}

const BUCKETS = Object.fromEntries(
  Object.values(METRICS).flatMap(({ name, buckets }) => (buckets === null ? [] : [[name, [...buckets]]])),
);

/** Names and units as Prometheus' conventions ask for; OTLP has units beside the names, and needs no suffixes. */
function exporterOf(metrics: MetricsConfig): NonNullable<Telemetry['metrics']> {
  const common = { useSecondsForDurations: true, histogramBucketOverrides: BUCKETS };
  if ('otlp' in metrics) {
    const { url, isHttp } = metrics.otlp;
    return { otel: { url, http: isHttp, metricsExportInterval: '10s', ...common } };
  }
  const prometheus = {
    bindAddress: addressText(metrics.prometheus),
    countersTotalSuffix: true,
    unitSuffix: true,
  };
  return { attachServiceName: false, prometheus: { ...prometheus, ...common } };
}
