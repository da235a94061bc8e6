import { processEnvironment } from './config/environment.js';
import type { Environment } from './config/environment.js';
import { readToolPaths } from './config/tool-paths.js';
import type { ServerTool } from './temporal/binaries/pinned-binaries.js';
import { ensureServer } from './temporal/ensure-server.js';

/** What {@link ensureTemporalServer} may be given. */
export interface EnsureTemporalServerOptions {
  /** Is searched for paths, and passed on to pip; the process's own when absent. */
  env?: Environment;
  /** Called with whole lines: what is fetched, from where, and when it is ready. Not called if nothing is fetched. */
  report?: (line: string) => void;
}

/**
 * Finds a Temporal server on this machine, or fetches it once and verifies it: `temporal-cli` is the CLI with the dev
 * server, `test-server` the time-skipping test server. Give the path to `@temporalio/testing` as an `existing-path`
 * (docs/own-worker.md, docs/embedded-servers.md). Safe to call in several processes at once.
 *
 * @returns the absolute path of the executable
 * @throws {@link ServerNotFoundError} that says what was tried and how to fix it; Error if `TEMPORAL_CLI_PATH` or
 *   `TEMPORAL_TEST_SERVER_PATH` is set and names no executable of this server
 */
export const ensureTemporalServer = (
  tool: ServerTool,
  { env = processEnvironment(), report }: EnsureTemporalServerOptions = {},
): Promise<string> => ensureServer(tool, { paths: readToolPaths(env), env, report });
