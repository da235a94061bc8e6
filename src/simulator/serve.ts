import type { SimulatorOptions } from './options.js';
import { startSimulator } from './server.js';

/** Where the one line goes that says the simulator is ready. */
export interface SimulatorOutput {
  write(line: string): unknown;
}

/**
 * Serves a simulator until SIGINT or SIGTERM. Once it listens it writes one JSON line,
 * `{"baseUrl":…,"apiKey":…,"readOnlyApiKey":…,"port":…}`. Rejects when it cannot start.
 */
export async function runSimulator(
  options: SimulatorOptions,
  output: SimulatorOutput = process.stdout,
): Promise<void> {
  const simulator = await startSimulator(options);
  const { baseUrl, apiKey, readOnlyApiKey, port } = simulator;
  const stopped = stopSignal();
  output.write(`${JSON.stringify({ baseUrl, apiKey, readOnlyApiKey, port })}\n`);
  await stopped;
  await simulator.close();
}

async function stopSignal(): Promise<void> {
  await new Promise<void>((resolve) => {
    const stop = (): void => {
      process.off('SIGINT', stop).off('SIGTERM', stop);
      resolve();
    };
    process.on('SIGINT', stop).on('SIGTERM', stop);
  });
}
