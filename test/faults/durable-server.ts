import { join } from 'node:path';
import { startDevServer, type DevServer } from '../../src/temporal/start-dev-server.js';

/** A Temporal dev server on a database file: it can be killed and started again on the same file and port. */
export class DurableServer {
  #server: DevServer;
  readonly #start: () => Promise<DevServer>;

  private constructor(server: DevServer, start: () => Promise<DevServer>) {
    this.#server = server;
    this.#start = start;
  }

  static async start(executable: string, folder: string, name: string): Promise<DurableServer> {
    const options = {
      executable,
      dbFilename: join(folder, `${name}.db`),
      graceMs: 1000,
      env: process.env,
    };
    const server = await startDevServer(options);
    const port = Number(server.address.split(':').at(-1));
    return new DurableServer(server, () => startDevServer({ ...options, port }));
  }

  /** `host:port`, the same after a restart. */
  get address(): string {
    return this.#server.address;
  }

  async kill(): Promise<void> {
    process.kill(this.#server.pid, 'SIGKILL');
    await this.#server.exited;
  }

  async restart(): Promise<void> {
    this.#server = await this.#start();
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }
}
