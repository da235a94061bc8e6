import { lstatSync, readdirSync, rmSync, rmdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Builds of one file whose code is kept beside one another: several versions of the command line may be in use. */
const BUILDS = 3;
const OLD_MS = 30 * 24 * 60 * 60 * 1000;
/** A name that `readCode` gives, or the draft of one whose process died. */
const KEPT = /^(.+)-[0-9a-f]{1,8}\.bin(?:\.\d+)?$/;
const NODE_FOLDER = /^v\d+\.\d+\.\d+$/;

/**
 * Removes the code of former builds and of former versions of Node, of which nobody else can say that they are over: what
 * is older than 30 days, and of each file all but the newest builds. What is still in use is made anew.
 */
export function forgetOldCode(folder: string, nowMs: number = Date.now()): void {
  for (const version of namesIn(dirname(folder)).filter((name) => NODE_FOLDER.test(name)))
    forgetIn(join(dirname(folder), version), nowMs - OLD_MS);
}

function forgetIn(folder: string, oldestMs: number): void {
  if (!isOwnFolder(folder)) return;
  const builds = new Map<string, number>();
  for (const { path, file, keptMs } of newestFirst(folder)) {
    const newer = builds.get(file) ?? 0;
    builds.set(file, newer + 1);
    if (newer >= BUILDS || keptMs < oldestMs) rmSync(path, { force: true });
  }
  if (namesIn(folder).length === 0) rmdirSync(folder);
}

/** Nothing is removed through a link, or from a folder in which others may put something. */
function isOwnFolder(folder: string): boolean {
  const { uid, mode } = lstatSync(folder);
  return (mode & 0o170000) === 0o040000 && (mode & 0o022) === 0 && uid === (process.getuid?.() ?? uid);
}

interface KeptFile {
  readonly path: string;
  /** The file of the bundle that its code is of. */
  readonly file: string;
  readonly keptMs: number;
}

const newestFirst = (folder: string): KeptFile[] =>
  namesIn(folder)
    .flatMap((name) => {
      const file = KEPT.exec(name)?.[1];
      if (file === undefined) return [];
      const path = join(folder, name);
      return [{ path, file, keptMs: lstatSync(path).mtimeMs }];
    })
    .sort((one, other) => other.keptMs - one.keptMs);

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
