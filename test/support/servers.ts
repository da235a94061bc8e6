import { TestWorkflowEnvironment } from '@temporalio/testing';
import { inject } from 'vitest';
import type { DynamicConfig } from '../../src/temporal/dev-server/dev-server-args.js';
import type { DevServer, StartDevServerOptions } from '../../src/temporal/start-dev-server.js';
import { startDevServer } from '../../src/temporal/start-dev-server.js';

/** A time-skipping Temporal server with its connections. No schedules, no visibility queries: see `createDevServer`. */
export function createTimeSkippingEnv(): Promise<TestWorkflowEnvironment> {
  const executable = { type: 'existing-path', path: inject('testServerPath') } as const;
  return TestWorkflowEnvironment.createTimeSkipping({ server: { executable } });
}

/**
 * A real dev server with its connections, for what the time-skipping one cannot do; its timers fire within 20 ms.
 * `dynamicConfig` is the server's.
 */
export function createLocalEnv(dynamicConfig: DynamicConfig = {}): Promise<TestWorkflowEnvironment> {
  const executable = { type: 'existing-path', path: inject('temporalCliPath') } as const;
  const config = { 'history.timerProcessorMaxTimeShift': '20ms', ...dynamicConfig };
  const extraArgs = Object.entries(config).flatMap(([key, value]) => [
    '--dynamic-config-value',
    `${key}=${JSON.stringify(value)}`,
  ]);
  return TestWorkflowEnvironment.createLocal({ server: { executable, extraArgs } });
}

/**
 * A real dev server whose timers fire within 20 ms of their time (they take a second otherwise). Its graceful end takes
 * a second too: without a file to keep there is nothing to wait for.
 */
export function createDevServer(options: Partial<StartDevServerOptions> = {}): Promise<DevServer> {
  const dynamicConfig = { 'history.timerProcessorMaxTimeShift': '20ms', ...options.dynamicConfig };
  const graceMs = options.dbFilename === undefined ? 50 : undefined;
  return startDevServer({ executable: inject('temporalCliPath'), graceMs, ...options, dynamicConfig });
}
