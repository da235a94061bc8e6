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

const notWritten = (file: string, cause: NodeJS.ErrnoException): CliError =>
  new CliError(`${file} cannot be written: ${fileProblem(cause)}`, {
    exitCode: EXIT.usage,
    code: cause.code ?? 'NotWritten',
    cause,
  });
