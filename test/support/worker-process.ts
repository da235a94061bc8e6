import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { until } from './until.js';

/** A worker as production runs it: a process of its own, from `dist/` unless another build is asked for. */
export interface WorkerProcess {
  readonly pid: number;
  /** Everything it wrote so far. */
  output(): string;
  kill(signal: NodeJS.Signals): Promise<number | null>;
}

export interface WorkerProcessOptions {
  temporalAddress: string;
  axBaseUrl: string;
  apiKey: string;
  logLevel?: string;
  /** The program of another build than `dist/`. */
  program?: string;
  /** More variables for it. */
  env?: Readonly<Record<string, string>>;
}

const PROGRAM = fileURLToPath(new URL('../../dist/worker.js', import.meta.url));

/** Starts a worker and waits until it says that it has started. */
export async function startWorkerProcess(options: WorkerProcessOptions): Promise<WorkerProcess> {
  const child = spawn(process.execPath, [options.program ?? PROGRAM], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      TEMPORAL_ADDRESS: options.temporalAddress,
      ARIZE_BASE_URL: options.axBaseUrl,
      ARIZE_API_KEY: options.apiKey,
      LOG_LEVEL: options.logLevel ?? 'INFO',
      ...options.env,
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await until(() => {
    if (child.exitCode !== null) throw new Error(`the worker ended: ${output}`);
    return output.includes('worker started');
  });
  return {
    pid: child.pid ?? 0,
    output: () => output,
    kill: async (signal) => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      child.kill(signal);
      await once(child, 'exit');
      return child.exitCode;
    },
  };
}
