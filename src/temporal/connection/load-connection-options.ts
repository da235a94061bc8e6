import { existsSync } from 'node:fs';
import type { ClientConfigProfile } from '@temporalio/envconfig';
import { loadClientConfigProfile, toClientOptions } from '@temporalio/envconfig';
import type { Environment } from '../environment.js';
import { ConnectionConfigError } from './connection-config-error.js';
import type { ConnectionOverrides, LaidOver } from './connection-flags.js';
import { layFlagsOver } from './connection-flags.js';
import type { ConnectionSettings, Origin } from './connection-settings.js';

const defaults = { address: 'localhost:7233', namespace: 'default' };
/** `host`, `host:port` or `[ipv6]:port`; a scheme is a common mistake. */
const addressPattern = /^(?:\[[0-9a-fA-F:.]+\]|[^:/\s@]+)(?::\d{1,5})?$/;

/** envconfig takes a file that is not there for an empty one, even when the user named it. */
function requireNamedFile({ variables, flagOf }: LaidOver): void {
  const file = variables['TEMPORAL_CONFIG_FILE'];
  if (file === undefined || existsSync(file)) return;
  const origin = flagOf.get('TEMPORAL_CONFIG_FILE') ?? 'TEMPORAL_CONFIG_FILE';
  throw new ConnectionConfigError(`${origin} is ${file}, but the file does not exist.`);
}

function loadProfile({ variables }: LaidOver, disableEnv: boolean): ClientConfigProfile {
  const source = { overrideEnvVars: variables, disableEnv };
  try {
    return loadClientConfigProfile(source);
  } catch (error) {
    // envconfig trips over a file in which no profile is, such as an empty one.
    if (!(error instanceof TypeError) || variables['TEMPORAL_PROFILE'] !== undefined) throw error;
    return disableEnv ? {} : loadClientConfigProfile({ ...source, disableFile: true });
  }
}

function originOf(laid: LaidOver, names: readonly string[], inProfile: boolean): Origin {
  const variable = names.find((name) => laid.variables[name] !== undefined);
  if (variable !== undefined) return laid.flagOf.get(variable) ?? variable;
  return inProfile ? `profile ${laid.variables['TEMPORAL_PROFILE'] ?? 'default'}` : 'default';
}

function originsOf(laid: LaidOver, apiKey: string | undefined): ConnectionSettings['origins'] {
  const profile = loadProfile(laid, true);
  const tlsNames = Object.keys(laid.variables).filter((name) => name.startsWith('TEMPORAL_TLS'));
  const tls = originOf(laid, tlsNames, profile.tls !== undefined);
  return {
    address: originOf(laid, ['TEMPORAL_ADDRESS'], profile.address !== undefined),
    namespace: originOf(laid, ['TEMPORAL_NAMESPACE'], profile.namespace !== undefined),
    apiKey: originOf(laid, ['TEMPORAL_API_KEY'], profile.apiKey !== undefined),
    tls: tls === 'default' && apiKey !== undefined ? 'the API key, which is only sent over TLS' : tls,
  };
}

function requireAddress(address: string, origin: Origin): void {
  if (addressPattern.test(address)) return;
  throw new ConnectionConfigError(
    `The Temporal address "${address}" (from ${origin}) is invalid: expected host:port without a scheme, such as ${defaults.address}.`,
  );
}

/** A TOML error quotes the lines around it, which may contain a key. */
function reasonOf(error: Error & { line?: number }): string {
  const [reason = ''] = error.message.split('\n');
  return error.line === undefined ? reason : `${reason} in line ${error.line}`;
}

function load(overrides: ConnectionOverrides, env: Environment): ConnectionSettings {
  const laid = layFlagsOver(overrides, env);
  requireNamedFile(laid);
  const { namespace, connectionOptions } = toClientOptions(loadProfile(laid, false));
  const { address = defaults.address, tls, apiKey, metadata } = connectionOptions;
  const origins = originsOf(laid, apiKey);
  requireAddress(address, origins.address);
  return {
    address: /:\d+$/.test(address) ? address : `${address}:7233`,
    namespace: namespace ?? defaults.namespace,
    tls: tls ?? false,
    apiKey: apiKey ?? null,
    proxy: null,
    metadata: (metadata ?? {}) as Record<string, string>,
    origins,
  };
}

/**
 * Gathers the connection settings, without a proxy, the way the `temporal` CLI does: flags, then TEMPORAL_* variables, then the profile
 * of `temporal.toml` (`TEMPORAL_CONFIG_FILE`, or `temporalio/temporal.toml` in the user's configuration folder).
 *
 * @throws ConnectionConfigError when the settings contradict each other or name a file or profile that is not there.
 */
export function loadConnectionOptions(overrides: ConnectionOverrides, env: Environment): ConnectionSettings {
  try {
    return load(overrides, env);
  } catch (error) {
    if (error instanceof ConnectionConfigError) throw error;
    throw new ConnectionConfigError(`Invalid Temporal connection settings: ${reasonOf(error as Error)}.`);
  }
}
