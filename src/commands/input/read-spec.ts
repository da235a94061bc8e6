import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import type { CliContext } from '../base/context.js';
import { fileProblem, usageError } from '../base/cli-error.js';

/** The text of a file that a command was given; `-` is standard input. */
export async function readSpec(
  kind: 'pipeline' | 'task' | 'inputs' | 'plan' | 'schedule',
  file: string,
  { stdin }: CliContext,
): Promise<string> {
  if (file === '-') return readAll(stdin);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw usageError(`The ${kind} file ${file} cannot be read: ${fileProblem(error)}`);
  }
}
