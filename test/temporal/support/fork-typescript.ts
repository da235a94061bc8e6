import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** Runs a TypeScript module beside this one as a process of its own, killed at the end of the test at the latest. */
export function forkTypeScript(name: string, args: readonly string[] = []): ChildProcess {
  const path = fileURLToPath(new URL(name, import.meta.url));
  const child = fork(path, args, { execArgv: ['--import', 'tsx'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}
