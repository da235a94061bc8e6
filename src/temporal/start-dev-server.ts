import type { DevServerArgs, DynamicConfig, Synchronous } from './dev-server/dev-server-args.js';
import { devServerArgs } from './dev-server/dev-server-args.js';
import { freePort } from './dev-server/free-port.js';
import { waitUntilReady } from './dev-server/wait-until-ready.js';
import type { WatchedProcess } from './dev-server/watched-process.js';
import { startWatched } from './dev-server/watched-process.js';
import type { Environment } from './environment.js';

const ip = '127.0.0.1';
const readyTimeoutMs = 60_000;
const defaultGraceMs = 5_000;
const triesWithFreePorts = 3;

/** How to start a Temporal dev server. */
export interface StartDevServerOptions {
  /** The `temporal` executable, as `ensureServer('temporal-cli', …)` returns it. */
  readonly executable: string;
  /** gRPC port; a free one when left out. */
  readonly port?: number | undefined;
  /** Port of the web interface, 0 for a free one; no web interface when left out. */
  readonly uiPort?: number | undefined;
  /** Created when it does not exist. @default 'default' */
  readonly namespace?: string | undefined;
  /** SQLite file to keep everything in; in memory when left out. Its folder must exist. */
  readonly dbFilename?: string | undefined;
  /** What a power cut may lose of that file: with `normal` the last commits. @default 'full' */
  readonly synchronous?: Synchronous | undefined;
  /** @default 'error' */
  readonly logLevel?: 'debug' | 'info' | 'warn' | 'error' | 'never' | undefined;
  /** Added to, and stronger than, the tuning this project starts every dev server with. */
  readonly dynamicConfig?: DynamicConfig | undefined;
  /** Between SIGTERM and SIGKILL. @default 5000 */
  readonly graceMs?: number | undefined;
  /** Only PATH, HOME, TMPDIR and TZ of it reach the server. */
  readonly env?: Environment | undefined;
}

/** A running dev server. It dies with this process, however this process dies. */
export interface DevServer {
  /** `host:port` of its gRPC service. */
  readonly address: string;
  /** Address of its web interface; null when it was started without. */
  readonly uiUrl: string | null;
  readonly namespace: string;
  readonly pid: number;
  /** Settles when the server has ended, by `stop` or by itself. */
  readonly exited: Promise<void>;
  /** The end of what the server printed. */
  lastOutput(): string;
  /** SIGTERM, then SIGKILL after the grace; resolves when the server has ended. May be called again. */
  stop(): Promise<void>;
}

/** A server needs no keys and no settings of a client: only what any program needs to run. */
function bareEnvironment({ PATH, HOME, TMPDIR, TZ }: Environment): Environment {
  return { PATH, HOME, TMPDIR, TZ };
}

async function resolveArgs(options: StartDevServerOptions): Promise<DevServerArgs> {
  const { port, uiPort, namespace = 'default', logLevel = 'error', dbFilename, dynamicConfig = {} } = options;
  const { synchronous = 'full' } = options;
  const ui = uiPort === undefined ? null : uiPort || (await freePort(ip));
  const grpc = port || (await freePort(ip));
  const file = { dbFilename: dbFilename ?? null, synchronous };
  return { ip, port: grpc, uiPort: ui, namespace, logLevel, ...file, dynamicConfig };
}

async function requireReady(server: WatchedProcess, args: DevServerArgs): Promise<void> {
  const timeout = AbortSignal.timeout(readyTimeoutMs);
  const gone = new AbortController();
  void server.exited.then(() => gone.abort());
  try {
    await waitUntilReady(args, AbortSignal.any([timeout, gone.signal]));
  } catch {
    const why = timeout.aborted ? `did not answer within ${readyTimeoutMs / 1000} s` : 'exited immediately';
    await server.stop();
    throw new Error(
      `The Temporal dev server on ${args.ip}:${args.port} ${why}. Its last output: ${server.lastOutput()}`,
    );
  }
}

async function startOnce(options: StartDevServerOptions): Promise<DevServer> {
  const args = await resolveArgs(options);
  const { executable: command, graceMs = defaultGraceMs, env = {} } = options;
  const server = await startWatched({
    command,
    args: devServerArgs(args),
    env: bareEnvironment(env),
    graceMs,
  });
  await requireReady(server, args);
  const uiUrl = args.uiPort === null ? null : `http://${ip}:${args.uiPort}`;
  return { ...server, address: `${ip}:${args.port}`, uiUrl, namespace: args.namespace };
}

/**
 * Starts `temporal server start-dev` on 127.0.0.1 and waits until it answers and knows its namespace.
 *
 * @throws Error with the server's last words when it cannot be started, ends at once, or does not answer in a minute.
 */
export async function startDevServer(options: StartDevServerOptions): Promise<DevServer> {
  for (let left = triesWithFreePorts; ; left -= 1) {
    try {
      return await startOnce(options);
    } catch (error) {
      // Between the choice of a free port and its use another process can take it.
      const taken = /address already in use/i.test((error as Error).message);
      if (!taken || left === 1 || options.port || options.uiPort) throw error;
    }
  }
}
