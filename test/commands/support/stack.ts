import { startSimulator } from '../../../src/simulator/index.js';
import type { Simulator, SimulatorOptions } from '../../../src/simulator/index.js';
import type { DevServer } from '../../../src/temporal/start-dev-server.js';
import { startWorkerHere } from '../../support/worker-here.js';
import type { WorkerHere } from '../../support/worker-here.js';
import { createDevServer } from '../../support/servers.js';

/** A Temporal server, a simulator and, once asked for, a worker: all that the CLI needs. */
export interface Stack {
  temporal: DevServer;
  simulator: Simulator;
  /** What leads the CLI here. */
  env: Record<string, string>;
  startWorker(): Promise<void>;
  /** How many trigger requests for a task arrived so far. */
  triggersOf(taskId: string): number;
  close(): Promise<void>;
}

export async function createStack(
  options: SimulatorOptions = { advance: { by: 'looks', looks: 2 } },
): Promise<Stack> {
  const [temporal, simulator] = await Promise.all([createDevServer(), startSimulator(options)]);
  const workers: WorkerHere[] = [];
  return {
    temporal,
    simulator,
    env: { TEMPORAL_ADDRESS: temporal.address, ARIZE_SPACE: 'research' },
    startWorker: async () => {
      workers.push(await startWorkerHere(temporal.address, simulator));
    },
    triggersOf: (taskId) => {
      const path = `/v2/tasks/${taskId}/trigger`;
      return simulator.journal().requests.filter((request) => decodeURIComponent(request.path) === path)
        .length;
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.stop()));
      await Promise.all([temporal.stop(), simulator.close()]);
    },
  };
}
