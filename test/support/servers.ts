import { randomUUID } from 'node:crypto';
import { msToTs } from '@temporalio/common/lib/time.js';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { inject } from 'vitest';
import type { DynamicConfig } from '../../src/temporal/dev-server/dev-server-args.js';
import type { DevServer, StartDevServerOptions } from '../../src/temporal/start-dev-server.js';
import { startDevServer } from '../../src/temporal/start-dev-server.js';

/** A namespace of a dev server that others use too, with the connections of whoever asked for it. */
export interface Namespace {
  /** `host:port` of the server. */
  address: string;
  namespace: string;
  env: TestWorkflowEnvironment;
}

/** A time-skipping Temporal server with its connections. No schedules, no visibility queries: see `createNamespace`. */
export function createTimeSkippingEnv(): Promise<TestWorkflowEnvironment> {
  const executable = { type: 'existing-path', path: inject('testServerPath') } as const;
  return TestWorkflowEnvironment.createTimeSkipping({ server: { executable } });
}

// Files that run in the same process share them: a server costs a second, a namespace a few milliseconds.
const shared = new Map<string, Promise<DevServer>>();

/** A new namespace of a real dev server, for what the time-skipping server cannot do. `dynamicConfig` is the server's. */
async function createNamespace(dynamicConfig: DynamicConfig = {}): Promise<Namespace> {
  const { address } = await sharedServer(dynamicConfig);
  const namespace = `test-${randomUUID()}`;
  const env = await TestWorkflowEnvironment.createFromExistingServer({ address, namespace });
  await env.connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: msToTs('1 day'),
  });
  return { address, namespace, env };
}

/** The connections alone of {@link createNamespace}. */
export const createLocalEnv = async (dynamicConfig: DynamicConfig = {}): Promise<TestWorkflowEnvironment> =>
  (await createNamespace(dynamicConfig)).env;

function sharedServer(dynamicConfig: DynamicConfig): Promise<DevServer> {
  const key = JSON.stringify(dynamicConfig);
  const server = shared.get(key) ?? createDevServer({ dynamicConfig });
  shared.set(key, server);
  return server;
}

/**
 * A real dev server of one's own. Its graceful end takes a second: without a file to keep there is nothing to wait for.
 */
export function createDevServer(options: Partial<StartDevServerOptions> = {}): Promise<DevServer> {
  const graceMs = options.dbFilename === undefined ? 50 : undefined;
  return startDevServer({ executable: inject('temporalCliPath'), graceMs, ...options });
}
