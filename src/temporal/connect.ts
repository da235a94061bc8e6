import { Client, Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';
import type { ConnectionOptions, WorkflowClientInterceptor } from '@temporalio/client';
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
  /** See the calls that start and steer workflows. @default none */
  readonly interceptors?: WorkflowClientInterceptor[];
}

/** Makes sure that Temporal answers and has the namespace. @throws TemporalUnreachableError */
export async function requireReachable(settings: ConnectionSettings): Promise<void> {
  const connection = await reach(settings, defaultDeadlineMs);
  await connection.close();
}

/**
 * Asks for the namespace once, without the retries that the client adds to every call: a refused connection then fails
 * at once with its reason. This answer says all that the client's own first call would, so that one is left out.
 */
async function reach(settings: ConnectionSettings, deadlineMs: number): Promise<Connection> {
  const retries = laterRetries();
  const connection = Connection.lazy({
    ...clientConnectionOptions(settings),
    interceptors: [retries.interceptor],
  });
  const ask = () => connection.workflowService.describeNamespace({ namespace: settings.namespace });
  try {
    await connection.withDeadline(Date.now() + deadlineMs, ask);
  } catch (error) {
    await connection.close();
    throw await explainFailure(error, settings);
  }
  retries.begin();
  return connection;
}

type Interceptor = NonNullable<ConnectionOptions['interceptors']>[number];

/** The client's own retries, from a moment on. */
function laterRetries(): { interceptor: Interceptor; begin: () => void } {
  const retry = makeGrpcRetryInterceptor(defaultGrpcRetryOptions());
  let isRetrying = false;
  return {
    interceptor: (options, next) =>
      isRetrying ? retry(options, next) : (next(options) as ReturnType<Interceptor>),
    begin: () => (isRetrying = true),
  };
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
  const connection = await reach(settings, options.deadlineMs ?? defaultDeadlineMs);
  const { address, namespace } = settings;
  const dataConverter = clientDataConverter(options.encryptionKeys ?? []);
  const interceptors = { workflow: options.interceptors ?? [] };
  const client = new Client({ connection, namespace, dataConverter, interceptors });
  return { client, connection, namespace, address, close: () => connection.close() };
}
