import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { waitFor } from './wait-for.js';

export interface Program {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** What it prints once it is ready. */
  readonly readyText: string;
  /** Everything that it prints goes there too. */
  readonly logFile: string;
}

const START_LIMIT_MS = 60_000;
const alive = new Set<ChildProcess>();

// Ctrl-C and every other end of ours: nothing stays behind.
process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

/** A Node program that is started again, as a supervisor would, whenever it ends without being asked to. */
export class ChildProgram {
  readonly #program: Program;
  readonly #log: WriteStream;
  #child: ChildProcess | null = null;
  #isWanted = false;
  #isReady = false;
  /** Times it ended by itself. */
  unasked = 0;

  constructor(program: Program) {
    this.#program = program;
    this.#log = createWriteStream(program.logFile, { flags: 'a' });
  }

  /** Resolves when it is ready. */
  async start(): Promise<void> {
    this.#isWanted = true;
    this.#spawn();
    if (!(await waitFor(() => this.#isReady, START_LIMIT_MS))) {
      throw new Error(`a child process did not get ready; see ${this.#program.logFile}`);
    }
  }

  /** SIGKILL; resolves when it is gone. */
  async kill(): Promise<void> {
    this.#isWanted = false;
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  send(message: object): void {
    if (this.#child?.connected === true) this.#child.send(message, () => undefined);
  }

  onMessage: (message: unknown) => void = () => undefined;

  #spawn(): void {
    this.#isReady = false;
    const { args, env, readyText } = this.#program;
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], env });
    this.#child = child;
    alive.add(child);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (bytes: Buffer) => {
        this.#log.write(bytes);
        if (bytes.toString().includes(readyText)) this.#isReady = true;
      });
    }
    child.on('message', (message) => this.onMessage(message));
    child.once('exit', () => {
      alive.delete(child);
      if (!this.#isWanted) return;
      this.unasked += 1;
      setTimeout(() => this.#isWanted && this.#spawn(), 500);
    });
  }
}
