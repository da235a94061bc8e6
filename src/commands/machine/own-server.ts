import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, resolve } from 'node:path';
import { readToolPaths } from '../../config/tool-paths.js';
import { EXIT } from '../../model/temporal/exit-codes.js';
import { ensureServer } from '../../temporal/ensure-server.js';
import type { Synchronous } from '../../temporal/dev-server/dev-server-args.js';
import { startDevServer } from '../../temporal/start-dev-server.js';
import type { DevServer } from '../../temporal/start-dev-server.js';
import type { CliContext } from '../base/context.js';
import { CliError } from '../base/cli-error.js';

export interface ServerOptions {
  port: number;
  uiPort?: number;
  dbFilename: string;
  inMemory?: boolean;
  synchronous?: Synchronous;
  namespace: string;
}

const HOST = '127.0.0.1';
const USUAL_UI_PORT = 8233;

/** Starts the embedded Temporal server, fetching it first where this machine has none. It dies with this process. */
export async function startOwnServer(
  { env }: CliContext,
  { port, uiPort, dbFilename, inMemory = false, synchronous, namespace }: ServerOptions,
  report: (line: string) => void,
): Promise<DevServer> {
  if (port !== 0 && !(await isFree(port))) throw portTaken(port);
  const executable = await ensureServer('temporal-cli', {
    paths: readToolPaths(env),
    env,
    report,
  });
  const file = inMemory ? undefined : resolve(dbFilename);
  if (file !== undefined) mkdirSync(dirname(file), { recursive: true });
  const ui = uiPort ?? ((await isFree(USUAL_UI_PORT)) ? USUAL_UI_PORT : 0);
  return startDevServer({ executable, port, uiPort: ui, namespace, env, dbFilename: file, synchronous });
}

const portTaken = (port: number): CliError =>
  new CliError(`Port ${port} on ${HOST} is in use. A Temporal server may already be running.`, {
    exitCode: EXIT.unreachable,
    code: 'PortTaken',
    hint: 'Start a worker for it (`ax-tasks worker`), or choose another port with --port.',
  });

function isFree(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const probe = createServer();
    probe.once('error', () => answer(false));
    probe.listen(port, HOST, () => probe.close(() => answer(true)));
  });
}
