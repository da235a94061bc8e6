import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import type { Environment } from '../environment.js';
import type { PinnedTool } from './pinned-binaries.js';
import { runProgram } from './run-program.js';

/** A cold executable of 150 MB on a slow disk may need some seconds for its first word. */
const probeTimeoutMs = 30_000;

/**
 * Runs an executable far enough to know that it is this tool and works on this machine.
 *
 * @returns its version, or null if the tool does not report one.
 * @throws Error with the reason, in words that can follow "path:".
 */
export async function probeExecutable(
  tool: PinnedTool,
  path: string,
  env: Environment,
): Promise<string | null> {
  const run = await runProgram(path, tool.probeArgs, { env, timeoutMs: probeTimeoutMs });
  const answer = tool.probeAnswer.exec(run.output);
  if (answer !== null) return answer[1] ?? null;
  if (!run.ok) throw new Error(run.problem);
  throw new Error(`it does not answer like the ${tool.title}`);
}

/** @throws Error unless the path is a file that may be executed. */
export async function requireExecutableFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found === null) throw new Error('the file does not exist');
  if (!found.isFile()) throw new Error('it is not a file');
  await access(path, constants.X_OK).catch(() => {
    throw new Error('it is not executable (chmod +x)');
  });
}
