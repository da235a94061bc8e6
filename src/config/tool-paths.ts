import { delimiter, isAbsolute } from 'node:path';
import type { ServerTool } from '../temporal/binaries/pinned-binaries.js';
import { readCacheFolder } from './cache-folder.js';
import { given, type Environment } from './environment.js';

/** The paths of the Temporal servers and of the download cache. */
export interface ToolPaths {
  /** Executables that the user named. */
  named: Readonly<Record<ServerTool, string | undefined>>;
  cacheFolder: string;
  /** The folders of PATH. A relative one would run whatever is in the current folder, and is left out. */
  searchPath: readonly string[];
}

export function readToolPaths(env: Environment): ToolPaths {
  const named = given(env, 'TEMPORAL_CLI_PATH', 'TEMPORAL_TEST_SERVER_PATH');
  const { PATH = '' } = given(env, 'PATH');
  return {
    named: { 'temporal-cli': named.TEMPORAL_CLI_PATH, 'test-server': named.TEMPORAL_TEST_SERVER_PATH },
    cacheFolder: readCacheFolder(env),
    searchPath: PATH.split(delimiter).filter((folder) => isAbsolute(folder)),
  };
}
