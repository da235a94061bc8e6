import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { entryPoint } from './entry-point.js';
import type { EntryPoint } from './entry-point.js';
import type { PassedOn } from '../watch/interrupts.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs one of our processes with our terminal until it ends, and returns its exit code. Signals are passed on through the
 * channel between the two, which also shows the child that we were killed: a child that a terminal or a supervisor has
 * sent the same signal does not count it twice.
 */
export async function runInForeground(
  name: EntryPoint,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const { command, args: own } = entryPoint(name);
  const child = spawn(command, [...own, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env,
  });
  const passOn = (signal: NodeJS.Signals): void => {
    if (child.connected) child.send({ passedOn: signal } satisfies PassedOn, () => undefined);
  };
  for (const signal of SIGNALS) process.on(signal, passOn);
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  for (const each of SIGNALS) process.off(each, passOn);
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}
