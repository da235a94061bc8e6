import { createClient } from '@arizeai/ax-client';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../../src/simulator/index.js';

process.env['DISABLE_PRERELEASE_WARNING'] = 'true';

/** The official npm client, pointed at a simulator of its own. */
export interface Official {
  readonly simulator: Simulator;
  readonly client: ReturnType<typeof createClient>;
}

/** Runs advance by looks, three to the end, so nothing waits for a clock. */
export async function startOfficial(options: SimulatorOptions = {}): Promise<Official> {
  const simulator = await startSimulator({ advance: { by: 'looks', looks: 3 }, ...options });
  return { simulator, client: officialClient(simulator, simulator.apiKey) };
}

export function officialClient(simulator: Simulator, apiKey: string): Official['client'] {
  return createClient({ apiKey, baseUrl: simulator.baseUrl });
}

/** An id of the right form that belongs to nothing. */
export function strangeId(kind: string): string {
  return Buffer.from(`${kind}:999999:zzzz`).toString('base64');
}

const HOUR_MS = 3_600_000;

/** A window of so many hours that ended long enough ago to be indexed. */
export function pastWindow(hours: number): { readonly dataStartTime: Date; readonly dataEndTime: Date } {
  const end = Date.now() - 48 * HOUR_MS;
  return { dataStartTime: new Date(end - hours * HOUR_MS), dataEndTime: new Date(end) };
}
