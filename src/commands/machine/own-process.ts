import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { spawnWatched } from '../../temporal/dev-server/watchdog.js';
import { entryPoint } from './entry-point.js';
import type { EntryPoint } from './entry-point.js';

/** One of our processes beside this one. It dies with this process, however this process dies. */
export interface OwnProcess {
  readonly pid: number;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Settles when it has ended. */
  readonly exited: Promise<void>;
  /** SIGTERM, and SIGKILL after the grace. May be called again. */
  stop(): Promise<void>;
  /** SIGKILL, as a crash would end it. */
  kill(): void;
}

export interface OwnProcessOptions {
  args?: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  /** Between SIGTERM and SIGKILL. */
  graceMs: number;
}

/** @throws Error when it cannot be started at all; one that starts and then fails settles `exited`. */
export async function startOwnProcess(name: EntryPoint, options: OwnProcessOptions): Promise<OwnProcess> {
  const { command, args: own } = entryPoint(name);
  const { args = [], env, graceMs } = options;
  const watchdog = spawnWatched({ command, args: [...own, ...args], env, graceMs });
  const { stdout, stderr } = watchdog;
  const exited = once(watchdog, 'exit').then(() => undefined);
  const started = once(watchdog, 'message') as Promise<[{ pid: number }]>;
  const first = await Promise.race([started, exited]);
  if (first === undefined || stdout === null || stderr === null)
    throw new Error(`${name} could not be started`);
  const { pid } = first[0];
  return {
    pid,
    stdout,
    stderr,
    exited,
    stop: async () => {
      if (watchdog.connected) watchdog.disconnect();
      await exited;
    },
    kill: () => void process.kill(pid, 'SIGKILL'),
  };
}
