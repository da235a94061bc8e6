import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { usageError } from '../base/usage-error.js';

/**
 * Refuses a file that could not be written, before anything is started: hours later it would be too late.
 * @throws CliError `Usage`
 */
export function requireFolder(flag: string, file: string): void {
  const folder = dirname(file);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw usageError(`${flag} ${file}: there is no folder ${folder}`);
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true)
    throw usageError(`${flag} ${file}: that is a folder, expected a file`);
}
