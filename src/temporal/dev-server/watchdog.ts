import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { Environment } from '../environment.js';

/**
 * The program of the process between us and the server. Its channel to us closes with us, however we die, SIGKILL
 * included; it then stops the server, and with it whatever else is in its process group: the executable may be a wrapper
 * that starts the real one. It is text, and not a module, so that it runs without a build or a loader.
 *
 * Its own channel to the program shows one of our processes that the watchdog itself was killed; whatever else is in the
 * group we then kill ourselves.
 */
const program = `
const { spawn } = require('node:child_process');
const [graceMs, command, ...args] = process.argv.slice(1);
const server = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
const killGroup = (signal) => process.kill(-process.pid, signal);
let stopping = false;
const stop = () => {
  if (stopping) return;
  stopping = true;
  killGroup('SIGTERM');
  setTimeout(() => server.kill('SIGKILL'), Number(graceMs));
};
const tell = (message) => process.connected && process.send(message, () => {});
process.on('disconnect', stop);
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
server.on('spawn', () => tell({ pid: server.pid }));
server.on('error', (error) => {
  process.stderr.write(error.message);
  process.exit(127);
});
server.on('exit', () => killGroup('SIGKILL'));
`;

/** A program to keep, and how long it has between SIGTERM and SIGKILL. */
export interface Watched {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Environment;
  readonly graceMs: number;
}

/**
 * Starts a program that dies with this process. The child returned is the watchdog: its streams are the program's,
 * disconnecting it stops the program, it ends when the program has ended, and its first message is `{pid}`.
 *
 * It leads a process group of its own, so that Ctrl-C in a terminal reaches us alone and we decide when to stop it.
 */
export function spawnWatched({ command, args, env, graceMs }: Watched): ChildProcess {
  const watchdog = spawn(process.execPath, ['-e', program, '--', String(graceMs), command, ...args], {
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  watchdog.once('exit', () => killGroupOf(watchdog));
  return watchdog;
}

/** SIGKILL to a watchdog and its program; nothing if they are gone. */
export function killGroupOf({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
