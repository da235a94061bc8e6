import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { until } from '../../support/until.js';
import { STARTER, bareEnv, collect } from './cli.js';

/** `ax-tasks` on a terminal of its own. */
export interface Terminal {
  /** All that was shown so far, escape sequences included. */
  screen(): string;
  /** Waits for a text on the screen. */
  shows(text: string): Promise<void>;
  type(keys: string): void;
  exitCode(): Promise<number | null>;
}

export const CTRL_C = '\u0003';

// Python has pseudo-terminals on every system that this runs on, and Node has none.
const PROGRAM = 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))';

export function startOnTerminal(args: readonly string[], env: Readonly<Record<string, string>>): Terminal {
  const command = ['sh', '-c', 'stty cols 100 rows 30; exec "$@"', 'sh', process.execPath, STARTER, ...args];
  const child = spawn('python3', ['-c', PROGRAM, ...command], { env: bareEnv(env), stdio: 'pipe' });
  const screen = collect(child.stdout);
  const errors = collect(child.stderr);
  const closed = once(child, 'close') as Promise<[number | null]>;
  let isClosed = false;
  void closed.then(() => (isClosed = true));
  return {
    screen,
    shows: (text) =>
      until(() => {
        if (isClosed && !screen().includes(text))
          throw new Error(`never shown: ${text}\n${screen()}${errors()}`);
        return screen().includes(text);
      }),
    type: (keys) => child.stdin.write(keys),
    exitCode: async () => (await closed)[0],
  };
}
