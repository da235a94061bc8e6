import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readToolPaths } from '../../../config/tool-paths.js';
import { EXIT } from '../../../model/temporal/exit-codes.js';
import { ensureServer } from '../../../temporal/ensure-server.js';
import { startDevServer } from '../../../temporal/start-dev-server.js';
import type { DevServer } from '../../../temporal/start-dev-server.js';
import type { CliContext } from '../../base/context.js';
import { CliError } from '../../base/cli-error.js';
import type { EntryPoint } from '../entry-point.js';
import { isolatedEnv } from '../isolated-env.js';
import { startOwnProcess } from '../own-process.js';
import type { OwnProcess } from '../own-process.js';
import { readReadyLine } from './ready-line.js';
import type { Simulated } from './ready-line.js';

/** How long a worker may take to stop: nothing of the demo is worth waiting for. */
const GRACE_MS = 3000;
/** Seconds that a run of the pretend service takes. */
const RUN_SECONDS = 8;

export const interruptedError = (): CliError =>
  new CliError('The demo was interrupted.', { exitCode: EXIT.interrupted, code: 'Interrupted' });

/** The processes of a demo, with their logs. `close` ends them all. */
export class Stage {
  readonly folder = mkdtempSync(join(tmpdir(), 'ax-tasks-demo-'));
  /** A key that the user has set for the real service must not come near the demo. */
  readonly env: CliContext['env'];
  readonly #context: CliContext;
  readonly #closers: (() => Promise<void>)[] = [];
  #isClosed = false;

  constructor(context: CliContext) {
    this.#context = context;
    this.env = isolatedEnv(context.env, ['ARIZE_', 'TEMPORAL_'], this.folder);
  }

  async startSimulator(): Promise<Simulated> {
    const args = ['--run-seconds', String(RUN_SECONDS)];
    const simulator = await this.#start('simulator/main', 'simulator.log', args, {});
    return readReadyLine(simulator);
  }

  async startTemporal(report: (line: string) => void): Promise<DevServer> {
    const { env } = this.#context;
    const executable = await ensureServer('temporal-cli', { paths: readToolPaths(env), env, report });
    const server = await startDevServer({ executable, uiPort: 0, env });
    await this.#own(() => server.stop());
    return server;
  }

  startWorker({ address, namespace }: DevServer, { baseUrl, apiKey }: Simulated): Promise<OwnProcess> {
    return this.#start('worker', 'worker.log', [], {
      TEMPORAL_ADDRESS: address,
      TEMPORAL_NAMESPACE: namespace,
      ARIZE_BASE_URL: baseUrl,
      ARIZE_API_KEY: apiKey,
    });
  }

  /** Ends every process, the youngest first. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const closer of this.#closers.splice(0).reverse()) await closer();
  }

  removeLogs(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #start(
    name: EntryPoint,
    logFile: string,
    args: readonly string[],
    variables: Readonly<Record<string, string>>,
  ): Promise<OwnProcess> {
    const env = { ...this.env, ...variables };
    const child = await startOwnProcess(name, { args, env, graceMs: GRACE_MS });
    const log = createWriteStream(join(this.folder, logFile), { flags: 'a' });
    for (const stream of [child.stdout, child.stderr]) stream.pipe(log, { end: false });
    await this.#own(async () => {
      await child.stop();
      log.end();
    });
    return child;
  }

  /** What starts while everything is being closed is closed at once. */
  async #own(closer: () => Promise<void>): Promise<void> {
    if (!this.#isClosed) return void this.#closers.push(closer);
    await closer();
    throw interruptedError();
  }
}
