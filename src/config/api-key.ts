import { API_KEY_PROBLEM, isUsableKey } from '../ax/http/options.js';
import { givenSecret } from './secret-file.js';
import { text, variables } from './variables.js';

const KEY = 'ARIZE_API_KEY';
const FILE = 'ARIZE_API_KEY_FILE';

/** The service's key: given as text, or as the path of a file that has it, such as a mounted secret. */
export const apiKey = variables({ [KEY]: text, [FILE]: text }).transform((given, context): string => {
  const read = readKey(given[KEY], given[FILE]);
  if ('problem' in read) context.addIssue(read.problem);
  return 'key' in read ? read.key : '';
});

const NOT_SET = `${KEY} is not set: set it to an Arize AX API key, or ${FILE} to a file that has one (only workers need it)`;

function readKey(key: string | undefined, path: string | undefined): { key: string } | { problem: string } {
  const read = givenSecret(KEY, key, path) ?? { problem: NOT_SET };
  if ('problem' in read) return read;
  return isUsableKey(read.secret) ? { key: read.secret } : { problem: `${read.source}: ${API_KEY_PROBLEM}` };
}
