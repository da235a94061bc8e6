import { startSimulator } from '../../../src/simulator/index.js';
import type { Simulator, SimulatorOptions } from '../../../src/simulator/index.js';
import type { DevServer } from '../../../src/temporal/start-dev-server.js';
import { createDevServer } from '../../support/servers.js';
import { startWorkerProcess } from '../../support/worker-process.js';
import type { WorkerProcess } from '../../support/worker-process.js';

/** A Temporal server, a simulator and (unless asked otherwise) a worker: all that the CLI needs. */
export interface Stack {
  temporal: DevServer;
  simulator: Simulator;
  /** What leads the CLI here. */
  env: Record<string, string>;
  startWorker(): Promise<WorkerProcess>;
  /** How many trigger requests for a task arrived so far. */
  triggersOf(taskId: string): number;
  close(): Promise<void>;
}

export async function createStack(
  options: SimulatorOptions = { advance: { by: 'looks', looks: 2 } },
): Promise<Stack> {
  const [temporal, simulator] = await Promise.all([createDevServer(), startSimulator(options)]);
  const workers: WorkerProcess[] = [];
  return {
    temporal,
    simulator,
    env: { TEMPORAL_ADDRESS: temporal.address, ARIZE_SPACE: 'research' },
    startWorker: async () => {
      const { baseUrl: axBaseUrl, apiKey } = simulator;
      const worker = await startWorkerProcess({ temporalAddress: temporal.address, axBaseUrl, apiKey });
      workers.push(worker);
      return worker;
    },
    triggersOf: (taskId) => {
      const path = `/v2/tasks/${taskId}/trigger`;
      return simulator.journal().requests.filter((request) => decodeURIComponent(request.path) === path)
        .length;
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.kill('SIGKILL')));
      await Promise.all([temporal.stop(), simulator.close()]);
    },
  };
}
