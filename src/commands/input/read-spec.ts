import { readFile } from 'node:fs/promises';
import { buffer as readAll } from 'node:stream/consumers';
import { decodeText } from '../../model/base/decode-text.js';
import type { CliContext } from '../base/context.js';
import { fileProblem, usageError } from '../base/cli-error.js';

/** The text of a file that a command was given; `-` is standard input. */
export async function readSpec(
  kind: 'pipeline' | 'task' | 'inputs' | 'plan' | 'schedule' | 'result',
  file: string,
  { stdin }: CliContext,
): Promise<string> {
  if (file === '-') return utf8Of(await readAll(stdin), 'Standard input');
  return readUtf8(file, `The ${kind} file ${file}`);
}

/** The text of a file in UTF-8; `what` begins the message if there is none. */
export async function readUtf8(path: string, what: string): Promise<string> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw usageError(`${what} cannot be read: ${fileProblem(error)}`);
  });
  return utf8Of(bytes, what);
}

export function utf8Of(bytes: Uint8Array, what: string): string {
  const decoded = decodeText(bytes);
  if ('problem' in decoded) throw usageError(`${what} ${decoded.problem}`);
  return decoded.text;
}
