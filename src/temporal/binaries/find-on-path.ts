import { join } from 'node:path';
import type { Environment } from '../environment.js';
import type { PinnedTool } from './pinned-binaries.js';
import { probeExecutable, requireExecutableFile } from './probe-executable.js';

/** Compares versions such as `1.10.0` number by number. */
function isAtLeast(version: string, minimum: string): boolean {
  const [have, need] = [version, minimum].map((text) => text.split('.').map(Number));
  for (const [index, wanted] of (need ?? []).entries()) {
    const got = have?.[index] ?? 0;
    if (got !== wanted) return got > wanted;
  }
  return true;
}

async function firstOnPath(name: string, folders: readonly string[]): Promise<string | null> {
  for (const folder of folders) {
    const candidate = join(folder, name);
    const usable = await requireExecutableFile(candidate).then(
      () => true,
      () => false,
    );
    if (usable) return candidate;
  }
  return null;
}

/**
 * Finds the tool on PATH.
 *
 * @param minimum the oldest version that is good enough.
 * @returns the path of the executable.
 * @throws Error with the reason why there is none to use.
 */
export async function findOnPath(
  tool: PinnedTool,
  minimum: string,
  { searchPath, env }: { searchPath: readonly string[]; env: Environment },
): Promise<string> {
  const path = await firstOnPath(tool.executable, searchPath);
  if (path === null) throw new Error(`${tool.executable} is not on PATH`);
  const version = await probeExecutable(tool, path, env).catch((error: Error) => {
    throw new Error(`${path}: ${error.message}`);
  });
  if (version === null || !isAtLeast(version, minimum)) {
    throw new Error(`${path} is version ${version ?? 'unknown'}; ${minimum} or newer is needed`);
  }
  return path;
}
