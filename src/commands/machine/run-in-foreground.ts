import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { entryPoint } from './entry-point.js';
import type { EntryPoint } from './entry-point.js';

/**
 * Runs one of our processes with our terminal until it ends, and returns its exit code. Through the channel between them it
 * tell that we were killed.
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
  // A terminal sends Ctrl-C to the child as well; a signal sent to us alone is passed on.
  const ignore = (): void => undefined;
  const passOn = (signal: NodeJS.Signals): void => void child.kill(signal);
  process.on('SIGINT', ignore).on('SIGTERM', passOn).on('SIGHUP', passOn);
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  process.off('SIGINT', ignore).off('SIGTERM', passOn).off('SIGHUP', passOn);
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}
