import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { processEnvironment } from '../../src/config/environment.js';
import { startNode, type NodeProcess } from '../stack/node-process.js';
import type { SimulatedService } from '../stack/simulated-service.js';
import { OFFICIAL_READY, type WaitEnd, type WaitOrder } from './protocol.js';

const PROGRAM = fileURLToPath(new URL('./program.ts', import.meta.url));
const LOADER = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** A process in which the official client waits for runs. */
export class OfficialWaits {
  readonly #process: NodeProcess;
  /** When each wait ended, by the ID of its run. */
  readonly ends = new Map<string, number>();

  private constructor(process: NodeProcess) {
    this.#process = process;
    process.onMessage((message) => {
      const { runId, endedMs } = message as WaitEnd;
      this.ends.set(runId, endedMs);
    });
  }

  static async start({ baseUrl, apiKey }: SimulatedService): Promise<OfficialWaits> {
    const { PATH } = processEnvironment();
    return new OfficialWaits(
      await startNode({
        args: ['--import', LOADER, PROGRAM, baseUrl, apiKey],
        env: { PATH, DISABLE_PRERELEASE_WARNING: 'true' },
        readyText: OFFICIAL_READY,
      }),
    );
  }

  get pid(): number {
    return this.#process.pid;
  }

  wait(order: WaitOrder): void {
    this.#process.send(order);
  }

  stop(): Promise<void> {
    return this.#process.kill();
  }
}
