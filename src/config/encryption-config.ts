import { KEY_ID_RULE, readKeyLine } from '../temporal/encryption/encryption-key.js';
import type { EncryptionKey } from '../temporal/encryption/encryption-key.js';
import { readSecretFile } from './secret-file.js';
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
  const read = readSecretFile(FILE, path);
  return 'problem' in read ? wrong(read.problem) : keysOfText(read.text, `${FILE} (${path})`);
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
