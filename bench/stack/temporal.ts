import type { Client, Connection } from '@temporalio/client';
import { processEnvironment } from '../../src/config/environment.js';
import { loadConnection } from '../../src/config/proxy-config.js';
import { readToolPaths } from '../../src/config/tool-paths.js';
import { connectClient } from '../../src/temporal/connect.js';
import { devServerArgs } from '../../src/temporal/dev-server/dev-server-args.js';
import { freePort } from '../../src/temporal/dev-server/free-port.js';
import { waitUntilReady } from '../../src/temporal/dev-server/wait-until-ready.js';
import { startWatched } from '../../src/temporal/dev-server/watched-process.js';
import { ensureServer } from '../../src/temporal/ensure-server.js';
import { cpuMs } from './process-usage.js';
import { readCalls, type ServerCalls } from './server-calls.js';

/** The Temporal server under measurement. */
export interface Temporal {
  readonly client: Client;
  readonly connection: Connection;
  /** What it is, for the report. */
  readonly name: string;
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

/** The cluster at `TEMPORAL_ADDRESS`, or an embedded server of one's own. */
export function startTemporal(say: (line: string) => void): Promise<Temporal> {
  const env = processEnvironment();
  return env['TEMPORAL_ADDRESS'] === undefined ? startEmbedded(say) : connectTo(env);
}

async function connectTo(env: NodeJS.ProcessEnv): Promise<Temporal> {
  const connected = await connectClient(loadConnection({}, env));
  return {
    ...connected,
    name: `the cluster at ${connected.address}`,
    env,
    cpuMs: () => null,
    calls: () => Promise.resolve(null),
    stop: () => connected.close(),
  };
}

async function startEmbedded(say: (line: string) => void): Promise<Temporal> {
  const env = processEnvironment();
  const command = await ensureServer('temporal-cli', { paths: readToolPaths(env), env, report: say });
  const [port, metricsPort] = [await freePort(IP), await freePort(IP)];
  const place = { ip: IP, port, namespace: NAMESPACE };
  const args = devServerArgs({
    ...place,
    uiPort: null,
    logLevel: 'error',
    dbFilename: null,
    synchronous: 'full',
    dynamicConfig: {},
  });
  const server = await startWatched({
    command,
    args: [...args, '--metrics-port', String(metricsPort)],
    env: { PATH: env['PATH'], HOME: env['HOME'] },
    graceMs: GRACE_MS,
  });
  await waitUntilReady(place, AbortSignal.timeout(READY_LIMIT_MS));
  const address = `${IP}:${port}`;
  const children = { PATH: env['PATH'], TEMPORAL_ADDRESS: address };
  const connected = await connectClient(loadConnection({}, children));
  return {
    ...connected,
    name: 'the embedded server, its database in memory',
    env: children,
    cpuMs: () => cpuMs(server.pid),
    calls: () => readCalls(`http://${IP}:${metricsPort}/metrics`),
    stop: async () => {
      await connected.close();
      await server.stop();
    },
  };
}
