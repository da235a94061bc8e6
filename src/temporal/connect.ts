import { Client, Connection } from '@temporalio/client';
import type { ConnectionSettings } from './connection/connection-settings.js';
import { clientConnectionOptions } from './connection/connection-settings.js';
import { explainFailure } from './connection/explain-failure.js';
import { clientDataConverter } from './encryption/data-converters.js';
import type { EncryptionKey } from './encryption/encryption-key.js';

export { ConnectionConfigError } from './connection/connection-config-error.js';
export type { ConnectionOverrides } from './connection/connection-flags.js';
export type { ConnectionSettings, Proxy } from './connection/connection-settings.js';
export { workerConnectionOptions } from './connection/connection-settings.js';
export { loadConnectionOptions } from './connection/load-connection-options.js';
export { TemporalUnreachableError } from './connection/temporal-unreachable-error.js';

const defaultDeadlineMs = 5_000;

/** A client that is known to reach its namespace. */
export interface ConnectedClient {
  readonly client: Client;
  readonly connection: Connection;
  readonly namespace: string;
  readonly address: string;
  close(): Promise<void>;
}

export interface ConnectClientOptions {
  /** How long to wait for Temporal's first answer. @default 5000 */
  readonly deadlineMs?: number | undefined;
  /** The first one encrypts what is sent, all decrypt. @default none: nothing is encrypted */
  readonly encryptionKeys?: readonly EncryptionKey[] | undefined;
}

/**
 * Asks for the namespace once, over a connection of its own without the retries that the client adds to every call:
 * a refused connection then fails at once with its reason.
 */
export async function requireReachable(
  settings: ConnectionSettings,
  deadlineMs = defaultDeadlineMs,
): Promise<void> {
  const probe = Connection.lazy({ ...clientConnectionOptions(settings), interceptors: [] });
  const ask = () => probe.workflowService.describeNamespace({ namespace: settings.namespace });
  try {
    await probe.withDeadline(Date.now() + deadlineMs, ask);
  } catch (error) {
    throw await explainFailure(error, settings);
  } finally {
    await probe.close();
  }
}

/**
 * Connects a client and makes sure that Temporal answers and has the namespace.
 *
 * @throws TemporalUnreachableError that says why not and what to do.
 */
export async function connectClient(
  settings: ConnectionSettings,
  options: ConnectClientOptions = {},
): Promise<ConnectedClient> {
  const deadlineMs = options.deadlineMs ?? defaultDeadlineMs;
  await requireReachable(settings, deadlineMs);
  const connection = await Connection.connect({
    ...clientConnectionOptions(settings),
    connectTimeout: deadlineMs,
  });
  const { address, namespace } = settings;
  const dataConverter = clientDataConverter(options.encryptionKeys ?? []);
  const client = new Client({ connection, namespace, dataConverter });
  return { client, connection, namespace, address, close: () => connection.close() };
}
