import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { freePort } from '../../src/temporal/dev-server/free-port.js';
import { waitUntilReady } from '../../src/temporal/dev-server/wait-until-ready.js';
import { Host, type Service } from './host.js';
import { IP } from './listening.js';
import { startPostgres, type PlaceOptions } from './postgres.js';

/** A Temporal cluster of several processes on PostgreSQL, all on this machine. */
export interface Cluster {
  /** `host:port` of its frontend. */
  readonly address: string;
  readonly hosts: readonly Host[];
  stop(): Promise<void>;
}

export interface ClusterOptions extends PlaceOptions {
  readonly historyHosts: number;
  readonly shards: number;
  readonly say: (line: string) => void;
}

const NAMESPACE = 'default';
const SYSTEM_NAMESPACE = 'temporal-system';
const READY_LIMIT_MS = 120_000;

export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { historyHosts, say } = options;
  say('starting PostgreSQL');
  const database = await startPostgres(options);
  const place = { ...options, databasePort: database.port, frontendPort: await freePort(IP) };
  say(`starting ${historyHosts} history hosts, matching, frontend and worker`);
  const start = (service: Service, name: string): Promise<Host> => Host.start({ ...place, service, name });
  // The first one writes what the cluster is; two at once would be in each other's way.
  const first = await start('history', 'history-1');
  const others = await Promise.all([
    ...Array.from({ length: historyHosts - 1 }, (_, nth) => start('history', `history-${nth + 2}`)),
    start('matching', 'matching'),
    start('frontend', 'frontend'),
    start('worker', 'worker'),
  ]);
  const hosts = [first, ...others];
  await createNamespace(place.frontendPort);
  const stop = async (): Promise<void> => {
    await Promise.all(hosts.map((host) => host.stop()));
    await database.stop();
  };
  return { address: `${IP}:${place.frontendPort}`, hosts, stop };
}

/** Resolves once it can be used: hosts learn of a new namespace after seconds. */
async function createNamespace(port: number): Promise<void> {
  const signal = AbortSignal.timeout(READY_LIMIT_MS);
  await waitUntilReady({ ip: IP, port, namespace: SYSTEM_NAMESPACE }, signal);
  const connection = await Connection.connect({ address: `${IP}:${port}` });
  await connection.workflowService.registerNamespace({
    namespace: NAMESPACE,
    workflowExecutionRetentionPeriod: msToTs('1 day'),
  });
  await waitUntilReady({ ip: IP, port, namespace: NAMESPACE }, signal);
  await connection.close();
}
