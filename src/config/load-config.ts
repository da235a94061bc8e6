import { z } from 'zod';
import { axConfig, type AxConfig } from './ax-config.js';
import { encryptionKeys } from './encryption-config.js';
import { processEnvironment, type Environment } from './environment.js';
import { sessionConfig } from './session-config.js';
import { tracesConfig } from './traces-config.js';
import { load } from './variables.js';
import { webhookConfig } from './webhook-config.js';
import { workerConfig } from './worker-config.js';
import type { EncryptionKey } from '../temporal/encryption/encryption-key.js';

export { ConfigError, processEnvironment } from './environment.js';
export type { AxConfig } from './ax-config.js';
export type { Environment } from './environment.js';
export type { DeploymentVersion } from './deployment-config.js';
export type { MetricsConfig } from './metrics-config.js';
export type { TracesConfig } from './traces-config.js';
export type { LogFormat, LogLevel } from './worker-config.js';

/** Everything the worker needs. */
export type Config = z.output<typeof config>;

const config = z.object({
  ax: axConfig,
  worker: workerConfig,
  /** Null: no webhooks are received. */
  webhooks: webhookConfig,
  /** The first one encrypts, all decrypt; none: payloads are not encrypted. */
  encryptionKeys,
});

/** Reads the configuration of a worker. @throws ConfigError with all that is missing or wrong */
export const loadConfig = (env: Environment = processEnvironment()): Config =>
  load(config, { ax: env, worker: env, webhooks: env, encryptionKeys: env });

/**
 * How to reach Arize AX, from the `ARIZE_*` variables. The worker alone may ask for it: it has the key.
 * @throws ConfigError with all that is missing or wrong
 */
export const loadAxConfig = (env: Environment = processEnvironment()): AxConfig => load(axConfig, env);

/**
 * The keys of payload encryption. Everything that talks to Temporal needs the same ones.
 * @throws ConfigError with all that is wrong
 */
export const loadEncryptionKeys = (env: Environment = processEnvironment()): readonly EncryptionKey[] =>
  load(encryptionKeys, env);

export const loadWorkerConfig = (env: Environment) => load(workerConfig, env);
export const loadTracesConfig = (env: Environment) => load(tracesConfig, env);
export const loadSessionConfig = (env: Environment) => load(sessionConfig, env);
