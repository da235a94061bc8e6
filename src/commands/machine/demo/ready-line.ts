import { createInterface } from 'node:readline';
import type { OwnProcess } from '../own-process.js';

/** The address of a simulator, and the API key that it accepts. */
export interface Simulated {
  baseUrl: string;
  apiKey: string;
}

/** The one line of JSON that a simulator prints once it listens. */
export async function readReadyLine(simulator: OwnProcess): Promise<Simulated> {
  const lines = createInterface({ input: simulator.stdout });
  const ready = new Promise<Simulated>((resolve) => {
    lines.once('line', (line) => resolve(JSON.parse(line) as Simulated));
  });
  const found = await Promise.race([ready, simulator.exited]);
  if (found === undefined) throw new Error('the simulator ended before it was ready');
  return found;
}
