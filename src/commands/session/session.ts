import type { Client, WorkflowClientInterceptor } from '@temporalio/client';
import { loadEncryptionKeys, loadSessionConfig } from '../../config/load-config.js';
import { loadConnection } from '../../config/proxy-config.js';
import { connectClient } from '../../temporal/connect.js';
import type { ConnectionOverrides } from '../../temporal/connect.js';
import type { CliContext } from '../base/context.js';
import { explainClientError } from '../base/explain-client-error.js';
import { definedOnly } from '../../model/base/objects.js';
import { traced } from './traced.js';
import { arizeUrl, uiUrl } from './ui-url.js';
import type { ArizePage } from './ui-url.js';

/** The flags of every command that talks to Temporal; those of the connection are the `temporal` CLI's. */
export interface SessionOptions extends ConnectionOverrides {
  taskQueue?: string;
  uiAddress?: string;
  fairnessKey?: string;
}

/** A connection to Temporal, with what the commands need beside it. */
export interface Session {
  readonly client: Client;
  readonly address: string;
  readonly namespace: string;
  readonly taskQueue: string;
  /** Whether what is started sets the custom search attributes. */
  readonly hasSearchAttributes: boolean;
  /** Whose share of the task queue is taken by what is started; absent: nobody's. */
  readonly fairnessKey?: string;
  /** The address of a workflow in the Temporal UI; null if the UI's address is unknown. */
  readonly uiUrl: (workflowId: string) => string | null;
  /** The address of something in the Arize UI; null if the UI's address is not set, or the space is unknown. */
  readonly arizeUrl: (page: ArizePage, item: { id: string; spaceId: string | null } | null) => string | null;
  /** The connection flags to repeat in a command that is to reach the same place; begins with a space, or is empty. */
  readonly flags: string;
}

export const taskQueueOf = ({ taskQueue }: SessionOptions, env: CliContext['env']): string =>
  taskQueue ?? loadSessionConfig(env).taskQueue;

/** Connects, does the work, and closes the connection, however the work ends. */
export const withSession = <Result>(
  context: CliContext,
  options: SessionOptions,
  work: (session: Session) => Promise<Result>,
): Promise<Result> =>
  traced(context, (interceptors) => inSession(context, { ...options, interceptors }, work));

async function inSession<Result>(
  { env }: CliContext,
  { interceptors, ...options }: SessionOptions & { interceptors: WorkflowClientInterceptor[] },
  work: (session: Session) => Promise<Result>,
): Promise<Result> {
  const encryptionKeys = loadEncryptionKeys(env);
  const { hasSearchAttributes, uiAddress, arizeUiUrl, ...config } = loadSessionConfig(env);
  const connected = await connectClient(loadConnection(options, env), { encryptionKeys, interceptors });
  const { client, address, namespace } = connected;
  const base = options.uiAddress ?? uiAddress;
  try {
    return await work({
      client,
      address,
      namespace,
      taskQueue: taskQueueOf(options, env),
      hasSearchAttributes,
      ...definedOnly({ fairnessKey: options.fairnessKey ?? config.fairnessKey }),
      uiUrl: (workflowId) => uiUrl({ address, namespace, base, workflowId }),
      arizeUrl: (page, item) => arizeUrl(arizeUiUrl, page, item),
      flags: flagsOf(options),
    });
  } catch (error) {
    throw explainClientError(error, flagsOf(options)) ?? error;
  } finally {
    await connected.close();
  }
}

// Never the API key: it would be on the screen and in the shell's history.
const flagsOf = ({ address, namespace, profile, configFile, taskQueue }: SessionOptions): string =>
  Object.entries({ address, namespace, profile, 'config-file': configFile, 'task-queue': taskQueue })
    .map(([name, value]) => (value === undefined ? '' : ` --${name} ${value}`))
    .join('');
