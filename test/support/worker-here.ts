import { NativeConnection } from '@temporalio/worker';
import { AxClient, WORKER_LIMITS } from '../../src/ax/index.js';
import { createWorker } from '../../src/create-worker.js';
import type { WorkerSettings } from '../../src/create-worker.js';
import { DEFAULT_TASK_QUEUE } from '../../src/model/temporal/names.js';
import type { Simulator } from '../../src/simulator/index.js';
import { BUILT_WORKFLOWS } from './workflow-rig.js';

/** A worker in this process, which saves two seconds of processor time for each: for tests that do not kill it. */
export interface WorkerHere {
  stop(): Promise<void>;
}

/** Starts a worker on the default queue of a Temporal server; its service is a simulator. */
export async function startWorkerHere(
  temporalAddress: string,
  simulator: Simulator,
  more: Pick<WorkerSettings, 'receivers'> = {},
): Promise<WorkerHere> {
  const { baseUrl, apiKey } = simulator;
  const connection = await NativeConnection.connect({ address: temporalAddress });
  const ax = new AxClient({ baseUrl, apiKey, limits: WORKER_LIMITS, preReleaseWarning: false });
  const settings = { connection, namespace: 'default', taskQueue: DEFAULT_TASK_QUEUE, ax };
  const worker = await createWorker({ ...settings, ...more, workflows: BUILT_WORKFLOWS });
  const running = worker.run();
  return {
    stop: async () => {
      worker.shutdown();
      await running;
      await Promise.all([connection.close(), ax.close()]);
    },
  };
}
