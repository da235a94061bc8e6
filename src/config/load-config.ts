import { readAxConfig, type AxConfig } from './ax-config.js';
import { ConfigError } from './config-error.js';
import { readEncryptionKeys } from './encryption-config.js';
import { valueOf, type Environment, type Read } from './environment.js';
import { readSearchAttributesSwitch } from './search-attributes-config.js';
import { readTerminalConfig, type TerminalConfig } from './terminal-config.js';
import { readToolPaths, type ToolPaths } from './tool-paths.js';
import { readWorkerConfig, type WorkerConfig } from './worker-config.js';
import type { EncryptionKey } from '../temporal/encryption/encryption-key.js';

export { ConfigError } from './config-error.js';
export type { AxConfig } from './ax-config.js';
export type { Environment } from './environment.js';
export type { TerminalConfig } from './terminal-config.js';
export type { ToolPaths } from './tool-paths.js';
export type { DeploymentVersion, LogLevel, WorkerConfig } from './worker-config.js';

/** Everything the worker needs. */
export interface Config {
  ax: AxConfig;
  worker: WorkerConfig;
  tools: ToolPaths;
  terminal: TerminalConfig;
  /** The first one encrypts, all decrypt; none: payloads are not encrypted. */
  encryptionKeys: readonly EncryptionKey[];
  /** The variables that @temporalio/envconfig reads. */
  temporal: Record<string, string>;
}

/** The process's environment, to hand on. Nothing else reads it. */
export const processEnvironment = (): Environment => process.env;

/** Reads the whole configuration. Throws one ConfigError with all that is missing or wrong. */
export function loadConfig(env: Environment = process.env): Config {
  const ax = readAxConfig(env);
  const worker = readWorkerConfig(env);
  const encryptionKeys = readEncryptionKeys(env);
  refuse(ax, worker, encryptionKeys);
  return {
    ax: ax.value,
    worker: worker.value,
    tools: readToolPaths(env),
    terminal: readTerminalConfig(env),
    encryptionKeys: encryptionKeys.value,
    temporal: temporalEnv(env),
  };
}

/** How to reach Arize AX. The worker alone may ask for it: it has the key. */
export function loadAxConfig(env: Environment = process.env): AxConfig {
  return accepted(readAxConfig(env));
}

export function loadWorkerConfig(env: Environment = process.env): WorkerConfig {
  return accepted(readWorkerConfig(env));
}

/** The keys of payload encryption. Everything that talks to Temporal needs the same ones. */
export const loadEncryptionKeys = (env: Environment = process.env): readonly EncryptionKey[] =>
  accepted(readEncryptionKeys(env));

/** Whether what is started sets the custom search attributes (`model/search-attributes.ts`). */
export const loadSearchAttributesSwitch = (env: Environment = process.env): boolean =>
  accepted(readSearchAttributesSwitch(env));

export const loadToolPaths = (env: Environment = process.env): ToolPaths => readToolPaths(env);

export const loadTerminalConfig = (env: Environment = process.env): TerminalConfig => readTerminalConfig(env);

/** The variables of Temporal's connection, for @temporalio/envconfig. */
export const temporalEnv = (env: Environment = process.env): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => {
      return entry[0].startsWith('TEMPORAL_') && entry[1] !== undefined;
    }),
  );

/** The space in which names are looked up if a command gives none. */
export const defaultSpace = (env: Environment = process.env): string | undefined =>
  valueOf(env, 'ARIZE_SPACE');

function accepted<T>(read: Read<T>): T {
  refuse(read);
  return read.value;
}

function refuse(...parts: Read<unknown>[]): void {
  const problems = parts.flatMap((part) => part.problems);
  if (problems.length > 0) throw new ConfigError(problems);
}
