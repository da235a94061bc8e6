import type { Client, Connection } from '@temporalio/client';
import { processEnvironment } from '../../src/config/environment.js';
import { loadConnection } from '../../src/config/proxy-config.js';
import { readToolPaths } from '../../src/config/tool-paths.js';
import { connectClient } from '../../src/temporal/connect.js';
import { devServerArgs } from '../../src/temporal/dev-server/dev-server-args.js';
import { freePort } from '../../src/temporal/dev-server/free-port.js';
import { waitUntilReady } from '../../src/temporal/dev-server/wait-until-ready.js';
import { startWatched, type WatchedProcess } from '../../src/temporal/dev-server/watched-process.js';
import { ensureServer } from '../../src/temporal/ensure-server.js';
import { cpuMs } from './process-usage.js';
import { readCalls, type ServerCalls } from './server-calls.js';

/** The Temporal server under measurement. */
export interface Temporal {
  readonly client: Client;
  readonly connection: Connection;
  /** How other processes reach it. */
  readonly env: NodeJS.ProcessEnv;
  /** Its processor time so far in milliseconds; null: it runs elsewhere. */
  cpuMs(): number | null;
  /** What was asked of it so far, and what it wrote; null: it runs elsewhere. */
  calls(): Promise<ServerCalls | null>;
  stop(): Promise<void>;
}

const IP = '127.0.0.1';
const NAMESPACE = 'default';
const GRACE_MS = 50;
const READY_LIMIT_MS = 60_000;
const TRIES = 3;
const DEFAULTS = {
  uiPort: null,
  logLevel: 'error',
  dbFilename: null,
  synchronous: 'full',
  dynamicConfig: {},
} as const;

/** The cluster at `TEMPORAL_ADDRESS`, or an embedded server of one's own. */
export function startTemporal(say: (line: string) => void): Promise<Temporal> {
  const env = processEnvironment();
  return env['TEMPORAL_ADDRESS'] === undefined ? startEmbedded(say) : connectTo(env);
}

async function connectTo(env: NodeJS.ProcessEnv): Promise<Temporal> {
  const connected = await connectClient(loadConnection({}, env));
  return {
    ...connected,
    env,
    cpuMs: () => null,
    calls: () => Promise.resolve(null),
    stop: () => connected.close(),
  };
}

async function startEmbedded(say: (line: string) => void): Promise<Temporal> {
  const env = processEnvironment();
  const command = await ensureServer('temporal-cli', { paths: readToolPaths(env), env, report: say });
  const { server, port, metricsUrl } = await startServer(command, env);
  const children = { PATH: env['PATH'], TEMPORAL_ADDRESS: `${IP}:${port}` };
  const connected = await connectClient(loadConnection({}, children));
  return {
    ...connected,
    env: children,
    cpuMs: () => cpuMs(server.pid),
    calls: () => readCalls(metricsUrl),
    stop: async () => {
      await connected.close();
      await server.stop();
    },
  };
}

interface Server {
  readonly server: WatchedProcess;
  readonly port: number;
  readonly metricsUrl: string;
}

/** Between the choice of free ports and their use another process may take one: the server then ends soon after its start. */
async function startServer(command: string, env: NodeJS.ProcessEnv): Promise<Server> {
  for (let left = TRIES; ; left -= 1) {
    const [port, metricsPort] = [await freePort(IP), await freePort(IP)];
    const place = { ip: IP, port, namespace: NAMESPACE };
    const args = devServerArgs({ ...DEFAULTS, ...place });
    const server = await startWatched({
      command,
      args: [...args, '--metrics-port', String(metricsPort)],
      env: { PATH: env['PATH'], HOME: env['HOME'] },
      graceMs: GRACE_MS,
    });
    const metricsUrl = `http://${IP}:${metricsPort}/metrics`;
    const problem = await problemOf(place, server, metricsUrl);
    if (problem === null) return { server, port, metricsUrl };
    await server.stop();
    if (left === 1) throw new Error(`the embedded server did not start: ${problem}`);
  }
}

/** What keeps it from being used; null: nothing does. */
async function problemOf(
  place: { ip: string; port: number; namespace: string },
  server: WatchedProcess,
  metricsUrl: string,
): Promise<string | null> {
  const gone = new AbortController();
  void server.exited.then(() => gone.abort());
  try {
    await waitUntilReady(place, AbortSignal.any([AbortSignal.timeout(READY_LIMIT_MS), gone.signal]));
    await readCalls(metricsUrl);
    return gone.signal.aborted ? server.lastOutput() : null;
  } catch (error) {
    return `${String(error)} ${server.lastOutput()}`;
  }
}
