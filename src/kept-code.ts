import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { forgetOldCode } from './forget-code.js';

/** A file of code, and what V8 made of it in an earlier process. */
export interface KeptCode {
  readonly source: string;
  /** Null if nothing is kept. */
  readonly code: Buffer | null;
  /** The file in which it is kept. */
  readonly place: string;
}

const CHECKSUM_BYTES = 4;

/** Reads a file of code with what is kept of it. V8 knows its own version, but compares of the source only the length. */
export function readCode(path: string, folder: string): KeptCode {
  const source = readFileSync(path);
  const place = join(folder, `${basename(path)}-${crc32(source).toString(16)}.bin`);
  return { source: source.toString('utf8'), code: readKept(place), place };
}

/** Null for a file that is not there, is damaged, or belongs to someone else, whose code must not run here. */
function readKept(place: string): Buffer | null {
  try {
    if (!isOurs(dirname(place)) || !isOurs(place)) return null;
    const kept = readFileSync(place);
    const code = kept.subarray(CHECKSUM_BYTES);
    return crc32(code) === kept.readUInt32LE(0) ? code : null;
  } catch {
    return null;
  }
}

const isOurs = (path: string): boolean => {
  const { uid, mode } = statSync(path);
  return process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
};

/** Keeps code for later processes, and forgets that of former builds; where nothing can be written, none is made. */
export function keepCode(place: string, makeCode: () => Buffer): void {
  try {
    makeFolder(dirname(place));
    writeWhole(place, makeCode);
    forgetOldCode(dirname(place));
  } catch {
    // The next process compiles again.
  }
}

/** Whether a folder is there, which is made if it can be. */
export function hasFolder(path: string): boolean {
  try {
    makeFolder(path);
    return true;
  } catch {
    return false;
  }
}

// Node's own recursive way never ends below a folder such as /proc, which says of itself that it is not there.
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

/** A reader sees all of the file or none of it. */
function writeWhole(place: string, makeCode: () => Buffer): void {
  const draft = `${place}.${process.pid}`;
  writeFileSync(draft, '', { mode: 0o600 });
  try {
    const code = makeCode();
    const checksum = Buffer.alloc(CHECKSUM_BYTES);
    checksum.writeUInt32LE(crc32(code));
    writeFileSync(draft, Buffer.concat([checksum, code]));
    renameSync(draft, place);
  } finally {
    rmSync(draft, { force: true });
  }
}
