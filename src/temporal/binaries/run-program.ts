import { execFile } from 'node:child_process';
import type { Environment } from '../environment.js';

/** How a program that was run to its end ended. */
export interface ProgramRun {
  readonly ok: boolean;
  /** Both output streams, one after the other. */
  readonly output: string;
  /** Why it is not ok, in a few words; empty when it is. */
  readonly problem: string;
}

interface ProgramLimits {
  readonly env: Environment;
  readonly timeoutMs: number;
}

function describeProblem(command: string, error: Error & { code?: unknown; killed?: boolean }): string {
  if (error.code === 'ENOENT') return `${command} does not exist`;
  if (error.code === 'EACCES') return `${command} is not executable`;
  if (error.killed) return `${command} timed out`;
  return typeof error.code === 'number' ? `${command} exited with code ${error.code}` : error.message;
}

/** Runs a program to its end and keeps what it printed. Never throws: a program that cannot be run is an answer too. */
export function runProgram(
  command: string,
  args: readonly string[],
  limits: ProgramLimits,
): Promise<ProgramRun> {
  const options = { env: limits.env, timeout: limits.timeoutMs, maxBuffer: 16 * 1024 * 1024 };
  return new Promise((resolve) => {
    const child = execFile(command, args, options, (error, stdout, stderr) => {
      const output = `${stdout}\n${stderr}`.trim();
      resolve({ ok: error === null, output, problem: error === null ? '' : describeProblem(command, error) });
    });
    child.stdin?.end();
  });
}
