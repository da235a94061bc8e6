import { Client } from '@temporalio/client';
import type { MetricMeter } from '@temporalio/common';
import { NativeConnection } from '@temporalio/worker';
import type { Logger, Worker } from '@temporalio/worker';
import { AxClient, WORKER_LIMITS } from './ax/index.js';
import { ConfigError, loadConfig, processEnvironment } from './config/load-config.js';
import type { Config, TracesConfig } from './config/load-config.js';
import { wakeWaits } from './client/run/wake-waits.js';
import { addressText } from './config/listen-address.js';
import { loadConnection } from './config/proxy-config.js';
import { stopSignal } from './commands/machine/stop-signal.js';
import { createWorker } from './create-worker.js';
import type { WorkerSettings } from './create-worker.js';
import { safeLines } from './terminal/text/text.js';
import { newLogger } from './worker-log.js';
import {
  ConnectionConfigError,
  TemporalUnreachableError,
  requireReachable,
  workerConnectionOptions,
} from './temporal/connect.js';
import type { ConnectionSettings } from './temporal/connect.js';
import { workerDataConverter } from './temporal/encryption/data-converters.js';
import { serveHealth } from './worker/health/serve-health.js';
import { installRuntime } from './worker/install-runtime.js';
import { requestMetrics } from './worker/metrics/request-metrics.js';
import { serveWebhooks } from './worker/webhooks/serve-webhooks.js';
import type { WebhookServer } from './worker/webhooks/webhook-server.js';

/** The worker program: runs until it is asked to stop, then lets what is under way end. */
async function runWorker(config: Config): Promise<void> {
  const stopped = stopSignal();
  const receivers = await receiversOf(config);
  const settings = loadConnection({}, processEnvironment());
  const log = newLogger(config.worker.logLevel, config.worker.logFormat);
  const { metricMeter } = installRuntime(log, config.worker.metrics);
  const health = config.worker.healthAddress === null ? null : await serveHealth(config.worker.healthAddress);
  await requireReachable(settings);
  const traces = await startTraces(config.worker.traces, log);
  const countRequest = requestMetrics(metricMeter);
  const connection = await NativeConnection.connect(workerConnectionOptions(settings));
  const ax = new AxClient({
    ...config.ax,
    limits: WORKER_LIMITS,
    onWarning: (text) => void log.warn(text),
    onRequest: (report) => {
      countRequest(report);
      health?.observe(report);
    },
    ...(traces === null ? {} : { traceRequest: traces.traceRequest }),
  });
  const { namespace } = settings;
  const worker = await makeWorker(config, { connection, namespace, ax, traces, ...receivers });
  const webhooks = await receiveWebhooks(config, { log, meter: metricMeter, connection, namespace });
  logStart(log, config, settings);
  try {
    const running = worker.run();
    void reportService(ax, config, log);
    health?.watch({ worker, connection, namespace, ax });
    void stopped.then(() => worker.getState() === 'RUNNING' && worker.shutdown());
    await running;
  } finally {
    await health?.stop();
    await webhooks?.close();
    await traces?.stop();
    await ax.close();
    await connection.close();
  }
}

/** What reads the file and sends is loaded only by a worker that has one. */
async function receiversOf(config: Config): Promise<Pick<WorkerSettings, 'receivers'>> {
  if (config.worker.receiversFile === null) return {};
  const { loadReceivers } = await import('./load-receivers.js');
  return { receivers: await loadReceivers(config.worker.receiversFile, config.ax, processEnvironment()) };
}

/** OpenTelemetry is loaded for traces alone. */
async function startTraces(config: TracesConfig | null, log: Logger) {
  if (config === null) return null;
  const { startOtlpTraces } = await import('./traces/otlp-traces.js');
  const onLost = (problem: string): void => void log.warn('spans could not be sent', { problem });
  return startOtlpTraces(config, onLost);
}

const makeWorker = (
  { worker: { taskQueue, deployment, requestsPerSecond, maxCachedWorkflows }, encryptionKeys }: Config,
  parts: Pick<WorkerSettings, 'connection' | 'namespace' | 'ax' | 'traces' | 'receivers'>,
): Promise<Worker> =>
  createWorker({ ...parts, taskQueue, encryptionKeys, deployment, requestsPerSecond, maxCachedWorkflows });

interface WebhookContext {
  log: Logger;
  meter: MetricMeter;
  connection: NativeConnection;
  namespace: string;
}

/** Null if none are to be received. */
async function receiveWebhooks(
  { webhooks, encryptionKeys }: Config,
  { log, meter, connection, namespace }: WebhookContext,
): Promise<WebhookServer | null> {
  if (webhooks === null) return null;
  const client = new Client({ connection, namespace, dataConverter: workerDataConverter(encryptionKeys) });
  return serveWebhooks(webhooks, { log, meter, wake: (ids) => wakeWaits(client, ids) });
}

function logStart(
  log: Logger,
  { ax, worker, webhooks, encryptionKeys }: Config,
  settings: ConnectionSettings,
): void {
  const { taskQueue, deployment, requestsPerSecond, healthAddress, metrics, traces, receiversFile } = worker;
  log.info('worker started', {
    address: settings.address,
    namespace: settings.namespace,
    taskQueue,
    axBaseUrl: ax.baseUrl,
    encryptionKeyId: encryptionKeys[0]?.id ?? null,
    deployment,
    requestsPerSecond,
    receiversFile,
    healthAddress: healthAddress && addressText(healthAddress),
    webhookAddress: webhooks && addressText(webhooks.address),
    metrics: metrics && ('otlp' in metrics ? metrics.otlp.url : addressText(metrics.prometheus)),
    traces: traces?.url ?? null,
  });
}

/** Tries service and key once and logs what was found. The worker runs all the same: its activities are tried again. */
async function reportService(ax: AxClient, { ax: { baseUrl } }: Config, log: Logger): Promise<void> {
  try {
    const { items } = await ax.listSpaces({ limit: 1 });
    log.info('service reached and key accepted', { axBaseUrl: baseUrl, space: items[0]?.name ?? null });
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    log.error('service or key not usable', { axBaseUrl: baseUrl, problem });
  }
}

/** Exit codes as the CLI's: 2 for a wrong configuration, 5 where Temporal cannot be reached. */
function exitCodeOf(error: unknown): number {
  if (error instanceof ConfigError || error instanceof ConnectionConfigError) return 2;
  return error instanceof TemporalUnreachableError ? 5 : 1;
}

/** Runs the worker program in this process, until it is asked to stop. */
export async function main(): Promise<void> {
  try {
    await runWorker(loadConfig());
  } catch (error) {
    process.stderr.write(`Error: ${safeLines(error instanceof Error ? error.message : String(error))}\n`);
    // Temporal's native runtime would keep a failed process alive.
    process.exit(exitCodeOf(error));
  }
}
