import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The API key of every worker: whatever holds it leaked it. */
export const CANARY_KEY = 'ak-canary-c4a1f0fa17';

const FORMS = [CANARY_KEY, Buffer.from(CANARY_KEY).toString('base64').replace(/=+$/, '')];

/** In how many places the key stands: files of the folder (databases, logs), and a text. */
export async function countKey(folder: string, text: string): Promise<number> {
  const names = await readdir(folder);
  let found = holdsKey(Buffer.from(text)) ? 1 : 0;
  for (const name of names) found += holdsKey(await readFile(join(folder, name))) ? 1 : 0;
  return found;
}

const holdsKey = (bytes: Buffer): boolean => FORMS.some((form) => bytes.includes(form));
