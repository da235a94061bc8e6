import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { valueOf, type Environment } from './environment.js';

/** The paths of the Temporal servers and of the download cache. */
export interface ToolPaths {
  temporalCliPath?: string;
  temporalTestServerPath?: string;
  /** Below `$XDG_CACHE_HOME`, or `~/.cache` if that is not an absolute path. */
  cacheFolder: string;
}

export function readToolPaths(env: Environment): ToolPaths {
  const cli = valueOf(env, 'TEMPORAL_CLI_PATH');
  const testServer = valueOf(env, 'TEMPORAL_TEST_SERVER_PATH');
  const configured = valueOf(env, 'XDG_CACHE_HOME') ?? '';
  const root = isAbsolute(configured) ? configured : join(valueOf(env, 'HOME') ?? homedir(), '.cache');
  return {
    ...(cli === undefined ? {} : { temporalCliPath: cli }),
    ...(testServer === undefined ? {} : { temporalTestServerPath: testServer }),
    cacheFolder: join(root, 'ax-tasks-temporal'),
  };
}
