import { API_KEY_PROBLEM, isUsableKey } from '../ax/http/options.js';
import { readSecretFile } from './secret-file.js';
import { text, variables } from './variables.js';

const KEY = 'ARIZE_API_KEY';
const FILE = 'ARIZE_API_KEY_FILE';

/** The service's key: given as text, or as the path of a file that has it, such as a mounted secret. */
export const apiKey = variables({ [KEY]: text, [FILE]: text }).transform((given, context): string => {
  const read = readKey(given[KEY], given[FILE]);
  if ('problem' in read) context.addIssue(read.problem);
  return 'key' in read ? read.key : '';
});

type Read = { key: string } | { problem: string };

function readKey(key: string | undefined, path: string | undefined): Read {
  if (key !== undefined && path !== undefined)
    return { problem: `${KEY} and ${FILE} are both set: unset one of them` };
  if (path !== undefined) return keyOfFile(path);
  return key === undefined ? { problem: NOT_SET } : usable(key, KEY);
}

const NOT_SET = `${KEY} is not set: set it to an Arize AX API key, or ${FILE} to a file that has one (only workers need it)`;

function keyOfFile(path: string): Read {
  const read = readSecretFile(FILE, path);
  return 'problem' in read ? read : usable(read.text.replace(/^\ufeff/, '').trim(), `${FILE} (${path})`);
}

const usable = (key: string, source: string): Read =>
  isUsableKey(key) ? { key } : { problem: `${source}: ${API_KEY_PROBLEM}` };
