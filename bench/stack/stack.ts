import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { BARE_READY } from '../bare/protocol.js';
import { DEPLOYED } from './deployed.js';
import { startNode, type NodeProcess, type NodeProgram } from './node-process.js';
import { cpuMs } from './process-usage.js';
import { SimulatedService, type ServiceOptions } from './simulated-service.js';
import { startTemporal, type Temporal } from './temporal.js';

/** Everything that a scenario needs, each part in a process of its own. */
export interface Stack {
  readonly temporal: Temporal;
  readonly service: SimulatedService;
  /** The product's worker on this queue. */
  readonly queue: string;
  readonly worker: NodeProcess;
  /** The worker of the bare workflows on that queue. */
  readonly bareQueue: string;
  readonly bareWorker: NodeProcess;
  /** Another worker of the product; `address` is another way to the same server. */
  startWorker(address?: string): Promise<NodeProcess>;
  close(): Promise<void>;
}

export interface StackOptions extends Omit<ServiceOptions, 'seed'> {
  /** File of the bundled bare workflows. */
  readonly bareBundle: string;
  readonly say: (line: string) => void;
}

const WORKER = fileURLToPath(new URL('../../dist/worker.js', import.meta.url));
const BARE_WORKER = fileURLToPath(new URL('../bare/worker.ts', import.meta.url));
const COLLECTOR = fileURLToPath(new URL('./collect-garbage.js', import.meta.url));
const LOADER = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const MAX_SEED = 1_000_000;

export async function startStack(options: StackOptions): Promise<Stack> {
  const temporal = await startTemporal(options.say);
  const seed = Math.floor(Math.random() * MAX_SEED);
  const service = await SimulatedService.start({ ...options, seed });
  const unique = randomUUID().slice(0, 8);
  const [queue, bareQueue] = [`bench-${unique}`, `bench-bare-${unique}`];
  const workers: NodeProcess[] = [];
  const started = async (starting: Promise<NodeProcess>): Promise<NodeProcess> => {
    workers.push(await starting);
    return starting;
  };
  const startWorker = (address?: string): Promise<NodeProcess> =>
    started(startProduct(temporal, service, { queue, address }));
  const worker = await startWorker();
  const bareWorker = await started(startBare(temporal, bareQueue, options.bareBundle));
  const close = async (): Promise<void> => {
    await Promise.all(workers.map((each) => each.kill()));
    await service.process.kill();
    await temporal.stop();
  };
  return { temporal, service, queue, worker, bareQueue, bareWorker, startWorker, close };
}

/** A worker as deployed, whose garbage can be collected on demand. */
const startProduct = (
  temporal: Temporal,
  service: SimulatedService,
  { queue, address }: { queue: string; address: string | undefined },
): Promise<NodeProcess> => {
  const program = workerProgram(temporal, service, queue);
  return startNode({
    ...program,
    args: ['--expose-gc', '--import', COLLECTOR, ...program.args],
    env: { ...program.env, ...DEPLOYED, ...(address === undefined ? {} : { TEMPORAL_ADDRESS: address }) },
  });
};

/** The product's worker on a queue. */
export const workerProgram = (
  { env }: Pick<Temporal, 'env'>,
  { baseUrl, apiKey }: SimulatedService,
  queue: string,
): NodeProgram => ({
  args: [WORKER],
  env: {
    ...env,
    ARIZE_BASE_URL: baseUrl,
    ARIZE_API_KEY: apiKey,
    AX_TASKS_TASK_QUEUE: queue,
    LOG_LEVEL: 'INFO',
  },
  readyText: '"worker started"',
});

const startBare = (temporal: Temporal, queue: string, bundle: string): Promise<NodeProcess> =>
  startNode({
    args: ['--import', LOADER, BARE_WORKER, queue, bundle],
    env: temporal.env,
    readyText: BARE_READY,
  });

/** Processor time of the server and of one worker, in milliseconds. */
export interface Usage {
  /** Null: the server runs elsewhere. */
  readonly serverMs: number | null;
  readonly workerMs: number;
}

/** What some work used. Only the server's is shared with whatever else it does meanwhile. */
export async function usageOf(
  { temporal }: Stack,
  worker: NodeProcess,
  work: () => Promise<void>,
): Promise<Usage> {
  const [serverMs, workerMs] = [temporal.cpuMs(), cpuMs(worker.pid)];
  await work();
  const now = temporal.cpuMs();
  return {
    serverMs: now === null || serverMs === null ? null : now - serverMs,
    workerMs: cpuMs(worker.pid) - workerMs,
  };
}
