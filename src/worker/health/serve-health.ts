import type { ListenAddress } from '../../config/listen-address.js';
import { cannotListen } from '../cannot-listen.js';
import { startHealthServer } from './health-server.js';
import { WorkerHealth } from './worker-health.js';

/** The health of a worker that is about to start, with its probes answered until {@link WorkerHealth.stop}. */
export async function serveHealth(address: ListenAddress): Promise<ServedHealth> {
  const health = new WorkerHealth();
  const server = await startHealthServer(address, health.answers).catch((error: unknown) => {
    throw cannotListen('AX_TASKS_HEALTH_ADDRESS', address, String(error));
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
