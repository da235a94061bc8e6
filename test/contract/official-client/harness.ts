import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
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

const WAIT_PROGRAM = `
import { createClient, waitForTaskRun } from '@arizeai/ax-client';
const { client, wait } = JSON.parse(process.argv[1]);
const ended = await waitForTaskRun({ client: createClient(client), ...wait }).catch(({ message }) => ({ message }));
process.stdout.write(JSON.stringify(ended), () => process.exit(0));
`;

/**
 * The client's own wait, in a process of its own: it leaves polls under way that fail later and would end this one.
 * Returns the run, or the message of the error.
 */
export async function waitInOwnProcess(
  { simulator: { apiKey, baseUrl } }: Official,
  wait: { runId: string; pollInterval: number; timeout?: number },
): Promise<unknown> {
  const input = JSON.stringify({ client: { apiKey, baseUrl }, wait });
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', WAIT_PROGRAM, input],
    {
      env: { PATH: process.env['PATH'], DISABLE_PRERELEASE_WARNING: 'true' },
    },
  );
  return JSON.parse(stdout);
}
