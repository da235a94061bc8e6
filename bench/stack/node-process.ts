import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { waitFor } from '../../test/faults/wait-for.js';

/** A Node program in a process of its own, so that its processor time can be told from that of others. */
export interface NodeProcess {
  readonly pid: number;
  /** Sends a message; only to a program that listens to `process`. */
  send(message: object): void;
  onMessage(listener: (message: unknown) => void): void;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
}

export interface NodeProgram {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** What it prints once it is ready. */
  readonly readyText: string;
}

const START_LIMIT_MS = 60_000;
const alive = new Set<ChildProcess>();

// Ctrl-C and every other end of ours: nothing stays behind.
process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

/** Starts it and waits until it is ready. @throws Error with its output if it ends before. */
export async function startNode({ args, env, readyText }: NodeProgram): Promise<NodeProcess> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], env });
  alive.add(child);
  child.once('exit', () => alive.delete(child));
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-8000)));
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  await waitFor(() => hasEnded() || output.includes(readyText), START_LIMIT_MS);
  if (!output.includes(readyText)) throw new Error(`${args.join(' ')} did not get ready: ${output}`);
  return {
    pid: child.pid ?? 0,
    send: (message) => void child.send(message),
    onMessage: (listener) => void child.on('message', listener),
    kill: async () => {
      if (hasEnded()) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}
