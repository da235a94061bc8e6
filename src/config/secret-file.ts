import { readFileSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { decodeText } from '../model/base/decode-text.js';

/** The text of a file that holds a secret, or why it is not taken. `source` names the file and the variable it comes from. */
export type SecretFile = { text: string } | { problem: string };

export function readSecretFile(variable: string, path: string): SecretFile {
  const source = `${variable} (${path})`;
  try {
    const stats = statSync(path);
    if (!stats.isFile()) return { problem: `${source} is not a file` };
    const openness = opennessOf(stats);
    if (openness !== null)
      return {
        problem: `${source} ${openness}: run chmod 600, and create new keys if others may have read it`,
      };
    const decoded = decodeText(readFileSync(path));
    return 'problem' in decoded ? { problem: `${source} ${decoded.problem}` } : { text: decoded.text };
  } catch (error) {
    return {
      problem: `${source} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}`,
    };
  }
}

/** A secret that two variables may give, and the name of what gave it. */
export type GivenSecret = { secret: string; source: string } | { problem: string };

/** A secret given as text by `variable`, or as the path of a file by `variable` with `_FILE`; null if neither is set. */
export function givenSecret(
  variable: string,
  text: string | undefined,
  path: string | undefined,
): GivenSecret | null {
  const file = `${variable}_FILE`;
  if (text !== undefined && path !== undefined)
    return { problem: `${variable} and ${file} are both set: unset one of them` };
  if (text !== undefined) return { secret: text, source: variable };
  if (path === undefined) return null;
  const read = readSecretFile(file, path);
  if ('problem' in read) return read;
  return { secret: read.text.replace(/^\ufeff/, '').trim(), source: `${file} (${path})` };
}

/**
 * As ssh sees it: our own file is for us alone. A file of another owner, such as a mounted secret, can only be ours to
 * read through its group, but never everyone's.
 */
function opennessOf({ mode, uid }: Stats): string | null {
  if (process.platform === 'win32') return null;
  const others = uid === process.getuid?.() ? 0o077 : 0o007;
  const permissions = (mode & 0o777).toString(8).padStart(3, '0');
  return (mode & others) === 0 ? null : `can be read by others (its mode is ${permissions})`;
}
