import { readFileSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { decodeText } from '../model/base/decode-text.js';
import { KEY_ID_RULE, readKeyLine } from '../temporal/encryption/encryption-key.js';
import type { EncryptionKey } from '../temporal/encryption/encryption-key.js';
import { text, variables } from './variables.js';

const FILE = 'AX_TASKS_ENCRYPTION_KEY_FILE';
const KEYS = 'AX_TASKS_ENCRYPTION_KEYS';

/** The keys of payload encryption, the one that encrypts first; none if it is off. */
export const encryptionKeys = variables({ [FILE]: text, [KEYS]: text }).transform(
  (given, context): readonly EncryptionKey[] => {
    const { [FILE]: path, [KEYS]: list } = given;
    const { keys, problems } = readKeys(path, list);
    for (const problem of problems) context.addIssue(problem);
    return keys;
  },
);

/** Keys, and all that is wrong with where they come from. */
interface Keys {
  keys: readonly EncryptionKey[];
  problems: readonly string[];
}

function readKeys(path: string | undefined, list: string | undefined): Keys {
  if (path !== undefined && list !== undefined)
    return wrong(`${FILE} and ${KEYS} are both set: unset one of them`);
  if (path !== undefined) return keysOfFile(path);
  return list === undefined ? wrong() : keysOfText(list.replaceAll(',', '\n'), KEYS);
}

function keysOfFile(path: string): Keys {
  const source = `${FILE} (${path})`;
  try {
    const stats = statSync(path);
    if (!stats.isFile()) return wrong(`${source} is not a file`);
    const openness = opennessOf(stats);
    return openness === null
      ? keysOfBytes(readFileSync(path), source)
      : wrong(`${source} ${openness}: run chmod 600, and create new keys if others may have read it`);
  } catch (error) {
    return wrong(`${source} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}`);
  }
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

function keysOfBytes(bytes: Uint8Array, source: string): Keys {
  const decoded = decodeText(bytes);
  return 'problem' in decoded ? wrong(`${source} ${decoded.problem}`) : keysOfText(decoded.text, source);
}

/** Blank lines and those that begin with # are left out. No problem repeats what stands in a line. */
function keysOfText(content: string, source: string): Keys {
  const keys = new Map<string, EncryptionKey>();
  const problems: string[] = [];
  for (const [index, line] of content
    .replace(/^\ufeff/, '')
    .split('\n')
    .entries()) {
    const entry = line.trim();
    if (entry === '' || entry.startsWith('#')) continue;
    const key = readKeyLine(entry);
    const at = `${source}, line ${index + 1}`;
    if (key === null) problems.push(`${at}: expected ${EXPECTED}`);
    else if (keys.has(key.id)) problems.push(`${at}: the id ${key.id} is already used on an earlier line`);
    else keys.set(key.id, key);
  }
  if (keys.size === 0 && problems.length === 0) problems.push(`${source} has no key: expected ${EXPECTED}`);
  return { keys: [...keys.values()], problems };
}

const EXPECTED = `id:key, with an id of ${KEY_ID_RULE} and a key of 32 bytes in base64; create one with \`ax-tasks encryption new-key\``;

const wrong = (...problems: string[]): Keys => ({ keys: [], problems });
