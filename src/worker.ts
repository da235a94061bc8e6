#!/usr/bin/env node
import { NativeConnection } from '@temporalio/worker';
import type { Logger } from '@temporalio/worker';
import { AxClient, WORKER_LIMITS } from './ax/index.js';
import { ConfigError, loadConfig, processEnvironment } from './config/load-config.js';
import type { Config } from './config/load-config.js';
import { loadConnection } from './config/proxy-config.js';
import { stopSignal } from './commands/machine/stop-signal.js';
import { createWorker } from './create-worker.js';
import { safeLines } from './terminal/text/text.js';
import { installLogger } from './log-as-json.js';
import {
  ConnectionConfigError,
  TemporalUnreachableError,
  requireReachable,
  workerConnectionOptions,
} from './temporal/connect.js';

/** The worker program: runs until it is asked to stop, then lets what is under way end. */
async function runWorker(config: Config): Promise<void> {
  const stopped = stopSignal();
  const settings = loadConnection({}, processEnvironment());
  await requireReachable(settings);
  const log = installLogger(config.worker.logLevel);
  const connection = await NativeConnection.connect(workerConnectionOptions(settings));
  const ax = new AxClient({ ...config.ax, limits: WORKER_LIMITS, onWarning: (text) => void log.warn(text) });
  const { namespace, address } = settings;
  const { taskQueue, deployment, requestsPerSecond } = config.worker;
  const { encryptionKeys } = config;
  const worker = await createWorker({
    connection,
    namespace,
    taskQueue,
    ax,
    encryptionKeys,
    deployment,
    requestsPerSecond,
  });
  const encryptionKeyId = encryptionKeys[0]?.id ?? null;
  log.info('worker started', {
    address,
    namespace,
    taskQueue,
    axBaseUrl: config.ax.baseUrl,
    encryptionKeyId,
    deployment,
    requestsPerSecond,
  });
  try {
    const running = worker.run();
    void reportService(ax, config, log);
    void stopped.then(() => worker.getState() === 'RUNNING' && worker.shutdown());
    await running;
  } finally {
    await ax.close();
    await connection.close();
  }
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

try {
  await runWorker(loadConfig());
} catch (error) {
  process.stderr.write(`Error: ${safeLines(error instanceof Error ? error.message : String(error))}\n`);
  // Temporal's native runtime would keep a failed process alive.
  process.exit(exitCodeOf(error));
}
