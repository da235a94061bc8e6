import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const STARTER = fileURLToPath(new URL('../../../dist/starter.js', import.meta.url));

/** What a command line did. */
export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
  /** stdout as the JSON document that it should be. */
  json<Data = unknown>(): { version: number; kind: string; data: Data };
}

export interface RunOptions {
  env?: Readonly<Record<string, string>>;
  /** Standard input; it is closed right away where there is none. */
  input?: string;
  nodeArgs?: readonly string[];
  cwd?: string;
  /** Leads a process group of its own, so that a signal can be sent to all of it. */
  isGroup?: boolean;
}

// Nobody's own profile, cache or key may get into a test.
const home = mkdtempSync(join(tmpdir(), 'ax-tasks-home-'));

export const bareEnv = (env: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  HOME: home,
  LANG: 'C.UTF-8',
  TERM: 'xterm',
  ...env,
});

/** `ax-tasks` as it was built, in a process of its own, without a terminal. */
export function start(args: readonly string[], options: RunOptions = {}): ChildProcess {
  const { env, nodeArgs = [], cwd, isGroup = false } = options;
  return spawn(process.execPath, [...nodeArgs, STARTER, ...args], {
    env: bareEnv(env),
    stdio: 'pipe',
    detached: isGroup,
    ...(cwd === undefined ? {} : { cwd }),
  });
}

export async function run(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const child = start(args, options);
  child.stdin?.end(options.input ?? '');
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  const [code] = (await once(child, 'close')) as [number | null];
  return {
    code,
    stdout: stdout(),
    stderr: stderr(),
    json: <Data>() => JSON.parse(stdout()) as { version: number; kind: string; data: Data },
  };
}

/** The text of a stream so far. */
export function collect(stream: NodeJS.ReadableStream | null): () => string {
  let text = '';
  stream?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  return () => text;
}
