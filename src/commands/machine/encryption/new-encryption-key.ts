import { randomBytes } from 'node:crypto';
import { KEY_ID_RULE, isKeyId, newKeyLine } from '../../../temporal/encryption/encryption-key.js';
import type { CliContext } from '../../base/context.js';
import { EXIT } from '../../../model/temporal/exit-codes.js';
import { usageError } from '../../base/cli-error.js';

export interface NewEncryptionKeyOptions {
  id?: string;
}

/** Prints a new line for the key file on stdout, and nothing else there. */
export function newEncryptionKey(
  { stdout, stderr, nowMs }: CliContext,
  options: NewEncryptionKeyOptions,
): number {
  const id = options.id ?? defaultId(nowMs());
  if (!isKeyId(id)) throw usageError(`--id is ${JSON.stringify(id)}, expected ${KEY_ID_RULE}`);
  stdout.write(`${newKeyLine(id)}\n`);
  if (stdout.isTTY)
    stderr.write('This key is a secret: store it in a file that only you can read (chmod 600).\n');
  return EXIT.success;
}

/** The day, and a suffix that distinguishes two keys of one day. */
const defaultId = (nowMs: number): string =>
  `${new Date(nowMs).toISOString().slice(0, 10)}-${randomBytes(2).toString('hex')}`;
