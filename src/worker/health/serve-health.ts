import { ConfigError } from '../../config/environment.js';
import { addressText } from '../../config/listen-address.js';
import type { ListenAddress } from '../../config/listen-address.js';
import { startHealthServer } from './health-server.js';
import { WorkerHealth } from './worker-health.js';

/** The health of a worker that is about to start, with its probes answered until {@link WorkerHealth.stop}. */
export async function serveHealth(address: ListenAddress): Promise<ServedHealth> {
  const health = new WorkerHealth();
  const server = await startHealthServer(address, health.answers).catch((error: unknown) => {
    throw cannotListen('AX_TASKS_HEALTH_ADDRESS', address, error);
  });
  return {
    observe: health.observe,
    watch: (watched) => health.watch(watched),
    stop: async () => {
      await health.stop();
      await server.close();
    },
  };
}

export type ServedHealth = Pick<WorkerHealth, 'observe' | 'watch' | 'stop'>;

function cannotListen(variable: string, address: ListenAddress, error: unknown): ConfigError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  return new ConfigError([`${variable}: cannot listen on ${addressText(address)}: ${REASONS[code] ?? code}`]);
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there already',
  EADDRNOTAVAIL: 'this machine does not have that address',
  EACCES: 'this user may not listen there',
};
