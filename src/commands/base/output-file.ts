import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { EXIT } from '../../model/temporal/exit-codes.js';
import { CliError, fileProblem, usageError } from './cli-error.js';

/**
 * Refuses a file that cannot be written, before anything is started: hours later would be too late.
 * @throws CliError `Usage`
 */
export function requireFolder(flag: string, file: string): void {
  const folder = dirname(file);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw usageError(`${flag} ${file}: the folder ${folder} does not exist`);
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true)
    throw usageError(`${flag} ${file}: this is a folder, expected a file`);
}

/**
 * Writes a file completely or not at all: whoever reads it sees the old content or the new one.
 * @throws CliError with the operating system's code, such as `EACCES`
 */
export function writeWhole(file: string, text: string): void {
  const existing = statSync(file, { throwIfNoEntry: false });
  try {
    // A pipe or a device, such as /dev/stdout, cannot be replaced.
    if (existing?.isFile() === false) writeFileSync(file, text);
    else if (existing === undefined) replace(file, text, 0o666);
    else replace(realpathSync(file), text, existing.mode);
  } catch (error) {
    throw notWritten(file, error as NodeJS.ErrnoException);
  }
}

function replace(file: string, text: string, mode: number): void {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, text, { mode });
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/**
 * Keeps the program running if an output stream fails, since what it started counts more than its words, and reports the
 * first failure. A pipe that its reader closed, as `head` does, is no failure.
 * @returns whether output was lost
 */
export function watchStreams({ stdout, stderr }: OutputStreams): () => boolean {
  let isLost = false;
  for (const stream of [stdout, stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE' || isLost) return;
      isLost = true;
      if (stream === stdout) stderr.write(`Error: stdout cannot be written: ${fileProblem(error)}\n`);
    });
  return () => isLost;
}

/** Where a program prints. */
export type OutputStreams = Readonly<Record<'stdout' | 'stderr', NodeJS.WritableStream>>;

const notWritten = (file: string, cause: NodeJS.ErrnoException): CliError =>
  new CliError(`${file} cannot be written: ${fileProblem(cause)}`, {
    exitCode: EXIT.usage,
    code: cause.code ?? 'NotWritten',
    cause,
  });
