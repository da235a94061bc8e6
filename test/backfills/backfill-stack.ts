import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { DEFAULT_TASK_QUEUE } from '../../src/model/temporal/names.js';
import { CANARY_KEY } from '../faults/canary.js';
import { ChildProgram } from '../faults/child-program.js';
import { DurableServer } from '../faults/durable-server.js';
import { Service } from '../faults/service.js';

/** A Temporal server on a database file, worker processes, and the simulated service between them. */
export interface BackfillStack {
  readonly service: Service;
  readonly server: DurableServer;
  readonly workers: readonly ChildProgram[];
  readonly client: Client;
  close(): Promise<void>;
}

export interface StackOptions {
  readonly executable: string;
  readonly folder: string;
  readonly workers: number;
  readonly runSeconds: number;
  readonly seed: number;
}

const WORKER = fileURLToPath(new URL('../../dist/worker.js', import.meta.url));

export async function startBackfillStack(options: StackOptions): Promise<BackfillStack> {
  const { executable, folder, runSeconds, seed } = options;
  const service = await Service.start(CANARY_KEY, seed, { runSeconds });
  const server = await DurableServer.start(executable, folder, 'backfills');
  const connection = await Connection.connect({ address: server.address });
  const workers = Array.from(
    { length: options.workers },
    (_, nth) => new ChildProgram(workerProgram(service, server, join(folder, `worker-${nth + 1}.log`))),
  );
  await Promise.all(workers.map((worker) => worker.start()));
  return {
    service,
    server,
    workers,
    client: new Client({ connection }),
    close: async () => {
      await Promise.all(workers.map((worker) => worker.kill()));
      await connection.close();
      await server.stop();
      await service.simulator.close();
    },
  };
}

const workerProgram = (service: Service, server: DurableServer, logFile: string) => ({
  args: [WORKER],
  env: {
    PATH: process.env['PATH'],
    TEMPORAL_ADDRESS: server.address,
    ARIZE_BASE_URL: service.simulator.baseUrl,
    ARIZE_API_KEY: service.simulator.apiKey,
    AX_TASKS_TASK_QUEUE: DEFAULT_TASK_QUEUE,
    DISABLE_PRERELEASE_WARNING: 'true',
    LOG_LEVEL: 'INFO',
  },
  readyText: '"worker started"',
  logFile,
});
