import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';
import type { Watched } from './watchdog.js';
import { killGroupOf, spawnWatched } from './watchdog.js';

const keptOutputChars = 8_000;

/** A running program that dies with this process. */
export interface WatchedProcess {
  /** The program's own process id. */
  readonly pid: number;
  /** Settles when the program has ended, for whatever reason. */
  readonly exited: Promise<void>;
  /** The end of what the program printed. */
  lastOutput(): string;
  /** SIGTERM, then SIGKILL after the grace; resolves when the program has ended. May be called again. */
  stop(): Promise<void>;
}

function keepOutput(child: ChildProcess): () => string {
  let kept = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (kept = (kept + text).slice(-keptOutputChars)));
  }
  return () => kept.trim();
}

/** Ended, and all it printed has been read. ('close' would say so too, but not after a disconnect from our side.) */
async function endOf(child: ChildProcess): Promise<void> {
  const streams = [child.stdout, child.stderr].map(
    (stream) => new Promise((read) => stream?.once('close', read)),
  );
  const exit = new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
  await Promise.all([exit, ...streams]);
}

/** Group and all: should the watchdog itself hang, neither it nor the server may stay behind. */
function killGroup(child: ChildProcess): void {
  if (child.exitCode === null && child.signalCode === null) killGroupOf(child);
}

function stopper(child: ChildProcess, exited: Promise<void>, graceMs: number): () => Promise<void> {
  return async () => {
    if (child.connected) child.disconnect();
    const lastResort = setTimeout(() => killGroup(child), graceMs + 2_000);
    await exited;
    clearTimeout(lastResort);
  };
}

/** @throws Error with the program's last words when it cannot be started. */
export async function startWatched(watched: Watched): Promise<WatchedProcess> {
  const child = spawnWatched(watched);
  const lastOutput = keepOutput(child);
  const exited = endOf(child);
  const started = once(child, 'message') as Promise<[{ pid: number }]>;
  const first = await Promise.race([started, exited]);
  if (first === undefined) throw new Error(`${watched.command} failed to start: ${lastOutput()}`);
  return { pid: first[0].pid, exited, lastOutput, stop: stopper(child, exited, watched.graceMs) };
}
