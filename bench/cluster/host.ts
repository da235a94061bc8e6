import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../src/temporal/dev-server/free-port.js';
import { startWatched, type WatchedProcess } from '../../src/temporal/dev-server/watched-process.js';
import { waitFor } from '../../test/faults/wait-for.js';
import { accepts } from '../../src/temporal/dev-server/wait-until-ready.js';
import { freeMembershipPort, IP } from './listening.js';
import type { PlaceOptions } from './postgres.js';

const SERVICES = ['frontend', 'history', 'matching', 'worker'] as const;
export type Service = (typeof SERVICES)[number];

export interface HostOptions extends PlaceOptions {
  readonly service: Service;
  /** Such as `history-1`; names its files. */
  readonly name: string;
  readonly databasePort: number;
  readonly frontendPort: number;
  readonly shards: number;
}

/** Within the cluster's folder. */
export const LOGS = 'logs';
const START_LIMIT_MS = 60_000;
const GRACE_MS = 2000;
const fileBeside = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** One process of the cluster, with one service. It can be killed and started again on the same ports. */
export class Host {
  readonly service: Service;
  readonly name: string;
  readonly #options: HostOptions;
  readonly #ports: { readonly grpcPort: number; readonly membershipPort: number };
  #process: WatchedProcess | null = null;
  /** Its last words, if it ended without being asked to. */
  lastWords: string | null = null;

  private constructor(options: HostOptions, ports: { grpcPort: number; membershipPort: number }) {
    this.service = options.service;
    this.name = options.name;
    this.#options = options;
    this.#ports = ports;
  }

  static async start(options: HostOptions): Promise<Host> {
    const { service, frontendPort } = options;
    const grpcPort = service === 'frontend' ? frontendPort : await freePort(IP);
    const host = new Host(options, { grpcPort, membershipPort: await freeMembershipPort() });
    await host.start();
    return host;
  }

  /** Resolves once it listens. @throws Error with its last output if it ends before. */
  async start(): Promise<void> {
    const { programs, env } = this.#options;
    const args = ['--config-file', await this.#writeConfig(), '--allow-no-auth', 'start'];
    const started = await startWatched({
      command: programs.server,
      args: [...args, '--service', this.service],
      env: { PATH: env['PATH'], HOME: env['HOME'] },
      graceMs: GRACE_MS,
    });
    this.#process = started;
    void started.exited.then(() => {
      if (this.#process === started) this.lastWords = started.lastOutput();
    });
    // The worker serves nobody, and opens only the port at which the others know it.
    const { grpcPort, membershipPort } = this.#ports;
    const port = this.service === 'worker' ? membershipPort : grpcPort;
    const isThere = (): Promise<boolean> =>
      this.lastWords === null ? accepts(IP, port) : Promise.resolve(true);
    if (!(await waitFor(isThere, START_LIMIT_MS)) || this.lastWords !== null)
      throw new Error(`${this.name} did not start: ${started.lastOutput()}`);
  }

  /** SIGKILL; resolves when it is gone. */
  async kill(): Promise<void> {
    const killed = this.#process;
    this.#process = null;
    if (killed === null) return;
    process.kill(killed.pid, 'SIGKILL');
    await killed.exited;
  }

  async stop(): Promise<void> {
    const stopped = this.#process;
    this.#process = null;
    await stopped?.stop();
  }

  async #writeConfig(): Promise<string> {
    const { folder, databasePort, frontendPort, shards } = this.#options;
    const rpc = { ...this.#ports, bindOnIP: IP };
    const values: Readonly<Record<string, string | number>> = {
      // It must know all of them by name, and opens the ports of its own.
      services: JSON.stringify(Object.fromEntries(SERVICES.map((service) => [service, { rpc }]))),
      databasePort,
      shards,
      frontendAddress: `${IP}:${frontendPort}`,
      logFile: join(folder, LOGS, `${this.name}.log`),
      dynamicConfig: fileBeside('./dynamic-config.yaml'),
    };
    const template = await readFile(fileBeside('./server.yaml'), 'utf8');
    const file = join(folder, `${this.name}.yaml`);
    await writeFile(
      file,
      template.replace(/\$\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole)),
    );
    return file;
  }
}
