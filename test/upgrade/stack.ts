import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import { startSimulator } from '../../src/simulator/index.js';
import type { Simulator } from '../../src/simulator/index.js';
import type { DevServer } from '../../src/temporal/start-dev-server.js';
import { createDevServer } from '../support/servers.js';
import { startWorkerProcess } from '../support/worker-process.js';
import type { WorkerProcess } from '../support/worker-process.js';
import type { Build } from './build.js';

const execute = promisify(execFile);
const RUN_SECONDS = 1;

/** A Temporal server and a simulated service, on which workers and command lines of several builds work. */
export interface Stack {
  readonly server: DevServer;
  readonly client: Client;
  readonly simulator: Simulator;
  /** Stops the service's clock: runs that are active stay active until `thaw`. */
  freeze(): void;
  thaw(): void;
  startWorker(build: Build, version?: string): Promise<WorkerProcess>;
  /** What a command answers, as the `data` of its JSON document. */
  ask<Answer = unknown>(build: Build, ...command: string[]): Promise<Answer>;
  close(): Promise<void>;
}

export async function startStack(): Promise<Stack> {
  let stoppedMs = Infinity;
  const now = (): number => Math.min(Date.now(), stoppedMs);
  const server = await createDevServer();
  const simulator = await startSimulator({ runSeconds: RUN_SECONDS, now });
  const connection = await Connection.connect({ address: server.address });
  const { baseUrl: axBaseUrl, apiKey } = simulator;
  const workers: WorkerProcess[] = [];
  const closed = new AbortController();
  return {
    server,
    simulator,
    client: new Client({ connection }),
    freeze: () => (stoppedMs = Date.now()),
    thaw: () => (stoppedMs = Infinity),
    startWorker: async (build, version) => {
      const env =
        version === undefined ? {} : { AX_TASKS_DEPLOYMENT: 'ax-tasks', AX_TASKS_BUILD_ID: version };
      const where = { temporalAddress: server.address, axBaseUrl, apiKey };
      const worker = await startWorkerProcess({ ...where, env, program: build.worker });
      workers.push(worker);
      return worker;
    },
    ask: async <Answer>(build: Build, ...command: string[]) => {
      const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], TEMPORAL_ADDRESS: server.address };
      const args = [build.cli, ...command, '-o', 'json'];
      const { signal } = closed;
      const { stdout } = await execute(process.execPath, args, { env, signal, maxBuffer: 1e8 });
      return (JSON.parse(stdout) as { data: Answer }).data;
    },
    close: async () => {
      closed.abort();
      await Promise.all(workers.map((worker) => worker.kill('SIGKILL')));
      await connection.close();
      await Promise.all([server.stop(), simulator.close()]);
    },
  };
}
